import ExternalLink from "lucide-react/icons/external-link";
import Search from "lucide-react/icons/search";
import { controlStyle } from "#components/ui/control-style.ts";
import { CopyButton } from "#components/ui/copy-field.tsx";
import { cx } from "#components/ui/cx.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { ReferenceEntry, ReferenceField, ReferenceSection, Verifier } from "#lib/contract/reference.ts";

type ApiReferenceProps = {
  sections: readonly ReferenceSection[];
  baseUrl: string;
  /** What was searched for. */
  query: string;
  /** How many calls there are in all. */
  total: number;
  /** How a receiver checks deliveries; left out of searches. */
  verifying: { words: string; verifiers: readonly Verifier[] };
};

/** The whole reference, made on the server: it reads, searches and links without any script. */
export function ApiReference({ sections, baseUrl, query, total, verifying }: ApiReferenceProps) {
  const found = sections.reduce((sum, { entries }) => sum + entries.length, 0);
  return (
    <>
      <PageHeader
        title="API docs"
        purpose={
          <>
            Everything this dashboard does, for your own programs, at{" "}
            <code className="font-mono text-sm">{baseUrl}</code>. Examples name your own organization and directory.
          </>
        }
        actions={<OtherForms />}
      />
      <form method="get" className="flex flex-wrap items-center gap-2 pb-4">
        <search className="relative block w-full sm:w-80">
          <Search aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto size-4 text-faint" />
          <input
            type="search"
            name="q"
            defaultValue={query}
            maxLength={200}
            aria-label="Search the API"
            placeholder="Search the API, then Enter"
            className={cx(controlStyle, "ps-8")}
          />
        </search>
        <p role="status" className="text-sm text-muted">
          {query ? `${found} of ${total} calls` : `${total} calls`}
        </p>
      </form>
      {found === 0 ? (
        <Panel>
          <EmptyState icon={Search} title="No call matches">
            Search for a path, a verb such as revoke, a field or a scope.
          </EmptyState>
        </Panel>
      ) : (
        <>
          <Contents sections={sections} />
          <Basics />
          {query === "" && <Verifying {...verifying} />}
          {sections.map((section) => (
            <SectionOf key={section.tag} {...section} isOpen={query !== ""} />
          ))}
        </>
      )}
    </>
  );
}

const anchorOf = (tag: string) => tag.toLowerCase().replace(/[^a-z0-9]+/g, "-");
const linkStyle =
  "inline-flex min-h-8 items-center gap-1 rounded-sm px-1 text-sm text-accent-ink underline-offset-2 hover:underline pointer-coarse:min-h-11";

const OtherForms = () => (
  <>
    {[
      ["/openapi.json", "OpenAPI 3.1"],
      ["/docs/api.md", "Markdown"],
    ].map(([href, label]) => (
      <a key={href} href={href} className={linkStyle}>
        {label} <ExternalLink aria-hidden className="size-3.5" />
      </a>
    ))}
  </>
);

const Contents = ({ sections }: { sections: readonly ReferenceSection[] }) => (
  <nav aria-label="Contents" className="pb-4">
    <ul className="flex flex-wrap gap-x-3">
      {sections.map(({ tag, entries }) => (
        <li key={tag}>
          <a href={`#${anchorOf(tag)}`} className={linkStyle}>
            {tag} <span className="text-xs text-muted">{entries.length}</span>
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const BASICS: readonly [string, string][] = [
  ["Keys", "Send Authorization: Bearer <key>. Issue keys with the scopes a program needs under API keys."],
  ["Pages", "Lists answer data, total_count and, while there is more, next_cursor: send it back as cursor."],
  ["Repeating", "A change with an Idempotency-Key header is done once, however often it is sent within 24 hours."],
  [
    "Failures",
    "error.code is stable, error.message says what to do, error.fields names inputs, request_id finds the log.",
  ],
  ["Limits", "RateLimit headers say what is left. 429 and 503 say in Retry-After when to come back."],
];

const Basics = () => (
  <dl className="mb-6 grid gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4 shadow-panel sm:grid-cols-2">
    {BASICS.map(([term, words]) => (
      <div key={term} className="min-w-0">
        <dt className="font-medium">{term}</dt>
        <dd className="text-sm text-pretty break-words text-muted">{words}</dd>
      </div>
    ))}
  </dl>
);

const SectionOf = ({ tag, entries, isOpen }: ReferenceSection & { isOpen: boolean }) => (
  <section aria-labelledby={anchorOf(tag)} className="pb-8">
    <h2 id={anchorOf(tag)} className="scroll-mt-4 pb-2 text-lg font-semibold">
      {tag}
    </h2>
    <Panel>
      <ul>
        {entries.map((entry) => (
          <li key={entry.id} className="border-b border-line last:border-b-0">
            <Entry entry={entry} isOpen={isOpen} />
          </li>
        ))}
      </ul>
    </Panel>
  </section>
);

const Verifying = ({ words, verifiers }: ApiReferenceProps["verifying"]) => (
  <section aria-labelledby="verifying-deliveries" className="pb-8">
    <h2 id="verifying-deliveries" className="scroll-mt-4 pb-1 text-lg font-semibold">
      Verifying deliveries
    </h2>
    <p className="max-w-2xl pb-2 text-sm text-pretty text-muted">{words}</p>
    <Panel>
      <ul>
        {verifiers.map(({ id, title, code }) => (
          <li key={id} className="border-b border-line last:border-b-0">
            <details>
              <summary className="flex min-h-11 cursor-pointer items-center px-4 py-2 text-sm hover:bg-hover">
                {title}
              </summary>
              <div className="px-4 pb-5">
                <Code label={`${title}: code`} title="Code" text={code} isCopied />
              </div>
            </details>
          </li>
        ))}
      </ul>
    </Panel>
  </section>
);

/** The anchor lies inside: a browser that is sent to it opens what is around. */
const Entry = ({ entry, isOpen }: { entry: ReferenceEntry; isOpen: boolean }) => (
  <details open={isOpen} className="group">
    <summary className="flex min-h-11 cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-hover">
      <Method name={entry.method} />
      <code className="min-w-0 font-mono text-sm break-all">{entry.path}</code>
      <span className="text-sm text-muted">{entry.summary}</span>
    </summary>
    <div id={entry.id} className="flex scroll-mt-4 flex-col gap-4 px-4 pt-1 pb-5">
      <div className="flex flex-col gap-1 text-sm">
        {entry.description && <p className="max-w-2xl text-pretty">{entry.description.replaceAll("`", "")}</p>}
        <p className="text-muted">{entry.needs}.</p>
        <p>
          <a href={`#${entry.id}`} className="font-mono text-xs text-muted underline-offset-2 hover:underline">
            #{entry.id}
          </a>
        </p>
      </div>
      {entry.fields.length > 0 && <Fields fields={entry.fields} />}
      <div className="grid min-w-0 gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-2">
          <Code label={`${entry.summary} with curl`} title="curl" text={entry.curl} isCopied />
          <details>
            <summary className={cx(linkStyle, "cursor-pointer")}>Node.js</summary>
            <Code label={`${entry.summary} with Node.js`} text={entry.node} />
          </details>
        </div>
        <div className="flex min-w-0 flex-col gap-2">
          <Code
            label={`Answer of ${entry.summary}`}
            title={`Answers ${entry.status}`}
            text={entry.answer || "No body."}
          />
          {entry.failures.length > 0 && (
            <details>
              <summary className={cx(linkStyle, "cursor-pointer")}>Failures</summary>
              <ul className="list-disc ps-5 text-sm text-muted">
                {entry.failures.map((failure) => (
                  <li key={failure}>{failure}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
    </div>
  </details>
);

const COLOURS: Record<string, string> = { GET: "text-good", DELETE: "text-bad" };

const Method = ({ name }: { name: string }) => (
  <span className={cx("w-14 shrink-0 font-mono text-xs font-semibold", COLOURS[name] ?? "text-accent-ink")}>
    {name}
  </span>
);

const Fields = ({ fields }: { fields: readonly ReferenceField[] }) => (
  <dl className="flex flex-col divide-y divide-line border-y border-line">
    {fields.map(({ name, place, type, required, description }) => (
      <div key={`${place} ${name}`} className="grid min-w-0 gap-x-4 py-1.5 sm:grid-cols-[14rem_1fr]">
        <dt className="min-w-0">
          <code className="font-mono text-sm break-words">{name}</code>{" "}
          <span className="text-xs text-muted">
            {place}
            {required && ", required"}
          </span>
        </dt>
        <dd className="min-w-0 text-sm text-muted">
          <code className="font-mono text-xs break-words">{type}</code>
          {description && <span className="block text-pretty">{description.replaceAll("`", "")}</span>}
        </dd>
      </div>
    ))}
  </dl>
);

type CodeProps = { label: string; title?: string; text: string; isCopied?: boolean };

const Code = ({ label, title, text, isCopied = false }: CodeProps) => (
  <div className="flex min-w-0 flex-col gap-1">
    {title && (
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h3 className="text-sm font-medium">{title}</h3>
        {isCopied && <CopyButton value={text} what={label} />}
      </div>
    )}
    {/* biome-ignore lint/a11y/useSemanticElements: a <section> would need a heading; the label names this scroll area. */}
    <pre
      role="region"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-xs/5 focus-visible:-outline-offset-1"
    >
      <code>{text}</code>
    </pre>
  </div>
);
