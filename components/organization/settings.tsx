"use client";

import { useQuery } from "@tanstack/react-query";
import Lock from "lucide-react/icons/lock";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SaveBar } from "#components/ui/save-bar.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { settingsQuery, useUpdateSettings } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { RequestFailed } from "#lib/client/request.ts";
import { editsOf, editsSince, type SettingsValue, settingsValue, withEdits } from "#lib/client/settings-draft.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { OrganizationSettings, UpdateSettings } from "#lib/contract/settings.ts";
import { DangerZone } from "./danger-zone.tsx";
import { Domains } from "./domains.tsx";
import { Outbox } from "./outbox.tsx";

/** What an organization decides for all its directories. */
export function OrganizationSettingsPage({ organization }: { organization: OrganizationSummary }) {
  const { data, error, refetch } = useQuery(settingsQuery(organization.id));
  return (
    <>
      <PageHeader title="Settings" purpose={`What holds for ${organization.name} and all its directories.`} />
      {!data && !error && <SkeletonRows what="the settings" />}
      {error && !data && <LoadFailed what="the settings" error={error} onRetry={() => void refetch()} />}
      {data && (
        <div className="flex flex-col gap-5">
          <SettingsForm organization={organization} stored={data} />
          <Domains organization={organization} />
          <Outbox organization={organization} />
          <DangerZone organization={organization} settings={data} />
        </div>
      )}
    </>
  );
}

function SettingsForm({ organization, stored }: { organization: OrganizationSummary; stored: OrganizationSettings }) {
  const [edits, setEdits] = useState<UpdateSettings>({});
  const update = useUpdateSettings(organization.id);
  const kept = settingsValue(stored);
  const draft = withEdits(kept, edits);
  const changed = editsOf(kept, draft);
  const blocked = manageBlocked(organization);
  const problems = update.error instanceof RequestFailed ? update.error.fields : {};
  const set = <Part extends keyof SettingsValue>(part: Part, value: SettingsValue[Part]) =>
    setEdits(editsOf(kept, { ...draft, [part]: value }));
  const save = () =>
    update.mutate(changed, {
      onSuccess: () => {
        setEdits((now) => editsSince(changed, now));
        showToast("Saved", "The settings are in force.");
      },
    });
  const { deprovision, retention, notifications, massChange, linking } = draft;
  return (
    <>
      {blocked && (
        <Notice icon={Lock} title="You may look but not change this.">
          {blocked}
        </Notice>
      )}
      <fieldset disabled={blocked !== undefined} className="flex min-w-0 flex-col gap-5">
        <legend className="sr-only">Settings</legend>
        <Section title="General">
          <Body>
            <Field label="Name" error={problems.name}>
              <Input value={draft.name} onChange={(event) => set("name", event.target.value)} maxLength={100} />
            </Field>
            <Field
              label="Time zone"
              description="For days in charts and mails. Exports are always in UTC."
              error={problems.timeZone}
            >
              <Select value={draft.timeZone} onChange={(event) => set("timeZone", event.target.value)}>
                {zonesWith(draft.timeZone).map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </Select>
            </Field>
          </Body>
        </Section>
        <Section
          title="When an identity provider takes somebody out"
          description="Access ends at once in any case, and sessions with it."
        >
          <Body>
            <Field label="Afterwards">
              <Select
                value={deprovision.policy}
                onChange={(event) =>
                  set("deprovision", { ...deprovision, policy: event.target.value as typeof deprovision.policy })
                }
              >
                <option value="suspend">Keep the member, inactive, for their return</option>
                <option value="remove">Take the member out</option>
                <option value="delete">Take the member out and delete what the directory knows</option>
              </Select>
            </Field>
            {deprovision.policy !== "suspend" && (
              <Days
                label="After how many days"
                value={deprovision.afterDays}
                error={problems["deprovision.afterDays"]}
                onChange={(afterDays) => set("deprovision", { ...deprovision, afterDays })}
              />
            )}
          </Body>
        </Section>
        <Section title="How long things are kept" description="In days. The audit log is kept for good.">
          <Body>
            <Days
              label="Provisioning log"
              value={retention.logDays}
              error={problems["retention.logDays"]}
              onChange={(logDays) => set("retention", { ...retention, logDays })}
            />
            <Days
              label="Bodies of requests and answers in it"
              value={retention.bodyDays}
              error={problems["retention.bodyDays"]}
              onChange={(bodyDays) => set("retention", { ...retention, bodyDays })}
            />
            <Days
              label="Events"
              value={retention.eventDays}
              error={problems["retention.eventDays"]}
              onChange={(eventDays) => set("retention", { ...retention, eventDays })}
            />
          </Body>
        </Section>
        <Section
          title="What the log never keeps"
          description="Values of these attributes are left out of everything that is logged from then on, for good."
        >
          <Body>
            <Field
              label="Attributes"
              description="As SCIM names them, e.g. phoneNumbers or name.familyName, with a comma between. Passwords and tokens are never kept."
              error={Object.entries(problems).find(([name]) => name.startsWith("redactedAttributes"))?.[1]}
            >
              <Words
                value={draft.redactedAttributes}
                onChange={(redactedAttributes) => set("redactedAttributes", redactedAttributes)}
              />
            </Field>
          </Body>
        </Section>
        <Section
          title="Mass changes"
          description="Many people of one directory deactivated or deleted within ten minutes raise an alarm."
        >
          <Body>
            <Days
              label="More people than"
              value={massChange.count}
              error={problems["massChange.count"]}
              onChange={(count) => set("massChange", { ...massChange, count })}
            />
            <Days
              label="Or more than this share of the directory, in %"
              value={massChange.percent}
              error={problems["massChange.percent"]}
              onChange={(percent) => set("massChange", { ...massChange, percent })}
            />
            <Check
              label="Pause the directory until somebody has looked"
              hint="The identity provider is told to try again later, so nothing is lost."
              checked={massChange.hold}
              onChange={(hold) => set("massChange", { ...massChange, hold })}
            />
          </Body>
        </Section>
        <Section title="Accounts and people">
          <Body>
            <Check
              label="Link people of a verified domain with the account of their address"
              hint="Without it, every such pair waits under Members for somebody to decide."
              checked={linking.byVerifiedDomain}
              onChange={(byVerifiedDomain) => set("linking", { byVerifiedDomain })}
            />
          </Body>
        </Section>
        <Section
          title="Notifications"
          description={`To owners and admins. ${stored.sendsMail ? "They go out by mail." : "This server sends no mail (SMTP_URL is not set): they wait in the outbox below."}`}
        >
          <Body>
            <div className="flex flex-col gap-1">
              {(
                [
                  ["tokenExpiry", "A token ends: 30, 14, 7 and 1 days before"],
                  ["attention", "A directory needs attention: most requests are refused"],
                  ["massChange", "Many people lost access at once"],
                  ["webhookDisabled", "A webhook endpoint fails for an hour, for a day, or is disabled"],
                ] as const
              ).map(([name, label]) => (
                <Check
                  key={name}
                  label={label}
                  checked={notifications[name]}
                  onChange={(on) => set("notifications", { ...notifications, [name]: on })}
                />
              ))}
            </div>
            <Field
              label="Other addresses"
              description="With a comma between."
              error={Object.entries(problems).find(([name]) => name.startsWith("notifications.recipients"))?.[1]}
            >
              <Words
                value={notifications.recipients}
                onChange={(recipients) => set("notifications", { ...notifications, recipients })}
              />
            </Field>
          </Body>
        </Section>
      </fieldset>
      <SaveBar
        changes={Object.keys(changed).length}
        note={
          Object.keys(problems).length > 0 ? (
            <p role="alert" className="text-sm text-bad">
              Not saved: what is not accepted is marked above.
            </p>
          ) : (
            <ChangeFailed error={update.error} />
          )
        }
        busy={update.isPending}
        onSave={save}
        onDiscard={() => {
          update.reset();
          setEdits({});
        }}
      >
        <Button variant="primary" busy={update.isPending} onClick={save}>
          Save
        </Button>
      </SaveBar>
    </>
  );
}

const Body = ({ children }: { children: React.ReactNode }) => (
  <div className="flex max-w-xl flex-col gap-4 p-4">{children}</div>
);

type DaysProps = { label: string; value: number; error?: string | undefined; onChange: (value: number) => void };
const Days = ({ label, value, error, onChange }: DaysProps) => (
  <Field label={label} error={error}>
    <Input
      type="number"
      inputMode="numeric"
      min={0}
      className="max-w-40"
      value={Number.isNaN(value) ? "" : value}
      onChange={(event) => onChange(event.target.valueAsNumber)}
    />
  </Field>
);

/** A list as text; what is typed stays as it is until the field is left. */
function Words({ value, onChange, ...ties }: { value: string[]; onChange: (words: string[]) => void }) {
  const [typed, setTyped] = useState(value.join(", "));
  const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
  return (
    <Input
      {...ties}
      value={words(typed).join(", ") === value.join(", ") ? typed : value.join(", ")}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(words(event.target.value));
      }}
    />
  );
}

type CheckProps = { label: string; hint?: string; checked: boolean; onChange: (checked: boolean) => void };
const Check = ({ label, hint, checked, onChange }: CheckProps) => (
  <label className="flex min-h-8 items-start gap-2.5 py-1.5 text-sm">
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-4 shrink-0 accent-accent"
    />
    <span>
      {label}
      {hint && <span className="block text-muted">{hint}</span>}
    </span>
  </label>
);

const COMMON = ["UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo"];
/** Known to every engine first: the server's list and the browser's may differ. */
const zonesWith = (current: string) => [...new Set([...COMMON, current, ...ZONES])];
const ZONES = [
  "Africa/Cairo",
  "Africa/Johannesburg",
  "Africa/Lagos",
  "America/Bogota",
  "America/Chicago",
  "America/Denver",
  "America/Mexico_City",
  "America/Sao_Paulo",
  "America/Toronto",
  "Asia/Dubai",
  "Asia/Hong_Kong",
  "Asia/Kolkata",
  "Asia/Seoul",
  "Asia/Shanghai",
  "Asia/Singapore",
  "Australia/Sydney",
  "Europe/Amsterdam",
  "Europe/Athens",
  "Europe/Istanbul",
  "Europe/Madrid",
  "Europe/Moscow",
  "Europe/Paris",
  "Europe/Rome",
  "Europe/Stockholm",
  "Europe/Warsaw",
  "Europe/Zurich",
  "Pacific/Auckland",
  "Pacific/Chatham",
  "Pacific/Honolulu",
];
