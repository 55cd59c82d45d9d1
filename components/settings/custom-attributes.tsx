"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import X from "lucide-react/icons/x";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { showToast } from "#components/ui/toast.tsx";
import {
  type AttributeDraft,
  type AttributeLine,
  attributeLines,
  attributesOnTop,
  newAttribute,
  withoutIds,
} from "#lib/client/attribute-draft.ts";
import { attributesQuery, useSaveAttributes } from "#lib/client/roles.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { type AttributeType, type CustomAttribute, CustomAttributes as Shape } from "#lib/contract/roles.ts";

const TYPES: Record<AttributeType, string> = { text: "Text", number: "Number", boolean: "Yes or no", list: "List" };

type CustomAttributesProps = { organization: OrganizationSummary; blocked: string | undefined };

/** Attributes of members that the organization declares: rows of a mapping fill them. */
export function CustomAttributes({ organization, blocked }: CustomAttributesProps) {
  const { data, error, isPending, refetch } = useQuery(attributesQuery(organization.id));
  return (
    <Section
      title="Attributes"
      description="Fields of your own for members. A mapping fills one by the field custom_attributes and its key; a required one that stays empty is listed under data quality."
    >
      {isPending && <SkeletonRows what="the attributes" rows={2} />}
      {error && !data && <LoadFailed what="the attributes" error={error} onRetry={() => void refetch()} />}
      {data && <Editor organizationId={organization.id} saved={data.data} blocked={blocked} />}
    </Section>
  );
}

function Editor({
  organizationId,
  saved,
  blocked,
}: {
  organizationId: string;
  saved: readonly CustomAttribute[];
  blocked: string | undefined;
}) {
  const [edited, setEdited] = useState<AttributeDraft>();
  const [refusals, setRefusals] = useState<Record<string, string>>({});
  const save = useSaveAttributes(organizationId);
  const lines = edited ? attributesOnTop(saved, edited) : attributeLines(saved);
  const put = (next: AttributeLine[]) => setEdited({ base: saved, lines: next });
  const change = (id: string, part: Partial<CustomAttribute>) =>
    put(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const submit = () => {
    const read = Shape.safeParse({ data: withoutIds(lines) });
    const issues = (read.error?.issues ?? []).map(({ path, message }) => [
      `${String(path[1])} ${String(path[2])}`,
      message,
    ]);
    setRefusals(Object.fromEntries(issues));
    if (!read.success) return;
    const draft = { base: saved, lines };
    save.mutate((stored) => withoutIds(attributesOnTop(stored, draft)), {
      onSuccess: () => {
        setEdited(undefined);
        showToast("Attributes saved");
      },
    });
  };
  const isReadOnly = blocked !== undefined;
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      {lines.length === 0 && <p className="text-sm text-muted">None declared.</p>}
      {lines.map((line, index) => (
        <fieldset
          key={line.id}
          className="grid grid-cols-1 items-start gap-3 border-b border-line pb-3 last-of-type:border-0 sm:grid-cols-[1fr_1fr_8rem_auto_auto]"
        >
          <legend className="sr-only">Attribute {line.key || index + 1}</legend>
          <Field label="Key" error={refusals[`${index} key`]}>
            <Input
              value={line.key}
              readOnly={isReadOnly}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={(event) => change(line.id, { key: event.target.value })}
            />
          </Field>
          <Field label="Label" error={refusals[`${index} label`]}>
            <Input
              value={line.label}
              readOnly={isReadOnly}
              onChange={(event) => change(line.id, { label: event.target.value })}
            />
          </Field>
          <Field label="Type">
            <Select
              value={line.type}
              disabled={isReadOnly}
              onChange={(event) => change(line.id, { type: event.target.value as AttributeType })}
            >
              {Object.entries(TYPES).map(([type, words]) => (
                <option key={type} value={type}>
                  {words}
                </option>
              ))}
            </Select>
          </Field>
          <label className="flex min-h-8 items-center gap-2 self-end text-sm">
            <input
              type="checkbox"
              checked={line.required}
              disabled={isReadOnly}
              onChange={(event) => change(line.id, { required: event.target.checked })}
              className="size-4 accent-accent"
            />
            Required
          </label>
          <div className="self-end">
            <Button
              variant="quiet"
              blocked={blocked}
              aria-label={`Remove attribute ${line.label || index + 1}`}
              onClick={() => put(lines.filter(({ id }) => id !== line.id))}
            >
              <X aria-hidden />
            </Button>
          </div>
        </fieldset>
      ))}
      <ChangeFailed error={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button blocked={blocked} onClick={() => put([...lines, newAttribute(lines)])}>
          <Plus aria-hidden /> Add attribute
        </Button>
        {edited && (
          <>
            <Button variant="primary" busy={save.isPending} onClick={submit}>
              Save attributes
            </Button>
            <Button variant="quiet" onClick={() => setEdited(undefined)}>
              Discard
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
