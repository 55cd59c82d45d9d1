"use client";

import { CopyButton } from "#components/ui/copy-field.tsx";
import { Fact, Facts } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { absoluteTime } from "#lib/client/time-in-words.ts";
import { chosenTimeZone } from "#lib/client/time-zone.ts";
import type { LogEntryDetail } from "#lib/contract/log.ts";
import { logHref } from "./log-parameters.ts";

type LogEntryFactsProps = { directoryId: string; entry: LogEntryDetail };

/** Who, when, with what and how it ended. */
export const LogEntryFacts = ({ directoryId, entry }: LogEntryFactsProps) => (
  <div className="px-1 py-2">
    <Facts>
      <Fact name="Time">
        <time dateTime={entry.at}>{absoluteTime(entry.at, chosenTimeZone())}</time>
        <span className="block text-muted">{utcTime(entry.at)}</span>
      </Fact>
      <Fact name="Request">
        <Mono>
          {entry.method} {entry.path}
        </Mono>
      </Fact>
      <Fact name="Status">
        <Mono>{entry.status}</Mono>
      </Fact>
      {entry.scimType && (
        <Fact name="SCIM error">
          <Mono>{entry.scimType}</Mono>
        </Fact>
      )}
      <Fact name="Duration">{entry.durationMs.toLocaleString("en")} ms</Fact>
      {entry.targetName && (
        <Fact name={entry.targetType === "Group" ? "Group" : "Person"}>
          <Target directoryId={directoryId} entry={entry} name={entry.targetName} />
        </Fact>
      )}
      <Fact name="Token">
        {entry.tokenPrefix ? (
          <>
            {entry.tokenName && <span>{entry.tokenName} </span>}
            <Mono>{entry.tokenPrefix}…</Mono>
          </>
        ) : (
          <Unknown />
        )}
      </Fact>
      <Fact name="Show only">
        <Narrow directoryId={directoryId} entry={entry} />
      </Fact>
      <Fact name="Request id">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Mono>{entry.requestId}</Mono>
          <CopyButton value={entry.requestId} what="request id" />
        </span>
      </Fact>
      <Fact name="User agent">{entry.userAgent ?? <Unknown />}</Fact>
      <Fact name="IP address">{entry.ip ? <Mono>{entry.ip}</Mono> : <Unknown />}</Fact>
      {entry.dialect && (
        <Fact name="Dialect">
          <Mono>{entry.dialect}</Mono>
        </Fact>
      )}
      {entry.deviations.length > 0 && (
        <Fact name="Tolerated">
          <Deviations deviations={entry.deviations} />
        </Fact>
      )}
    </Facts>
  </div>
);

const Mono = ({ children }: { children: React.ReactNode }) => (
  <code className="font-mono text-xs break-all">{children}</code>
);

const Unknown = () => <span className="text-muted">Not known</span>;

/** The ISO form, which other logs use as well. */
const utcTime = (at: string) => `${new Date(at).toISOString().replace("T", " ").replace("Z", "")} UTC`;

function Target({ directoryId, entry, name }: LogEntryFactsProps & { name: string }) {
  if (!entry.targetId || entry.method === "DELETE") return name;
  const list = entry.targetType === "Group" ? "groups" : "users";
  return <TextLink href={`/directory-sync/${directoryId}/${list}/${entry.targetId}`}>{name}</TextLink>;
}

/** The log with nothing but what shares something with this entry. */
function Narrow({ directoryId, entry }: LogEntryFactsProps) {
  const links: [string, Parameters<typeof logHref>[1]][] = [];
  if (entry.targetId) {
    const name = entry.targetType === "Group" ? "group" : "person";
    links.push([`this ${name}`, { [name]: entry.targetId }]);
  }
  if (entry.tokenId) links.push(["this token", { token: entry.tokenId }]);
  if (entry.cause) links.push(["this cause", { cause: entry.cause.code }]);
  links.push(["this operation", { operation: entry.operation }]);
  return (
    <ul className="flex flex-wrap gap-x-3">
      {links.map(([label, parameters]) => (
        <li key={label}>
          <TextLink href={logHref(directoryId, parameters)} prefetch={false}>
            {label}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

const Deviations = ({ deviations }: Pick<LogEntryDetail, "deviations">) => (
  <ul className="flex flex-col gap-1">
    {deviations.map(({ code, words }) => (
      <li key={code}>
        {words} <Mono>{code}</Mono>
      </li>
    ))}
  </ul>
);
