"use client";

import { type FormEvent, useContext, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { controlStyle } from "#components/ui/control-style.ts";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FieldTiesContext } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { useInvite } from "#lib/client/administration.ts";
import type { InviteResult } from "#lib/contract/invitation.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { useRoles } from "./role-names.ts";

/** Asks whom to invite, then shows what became of each address: the links are shown this once. */
export function InviteDialog({ organization, onClose }: { organization: OrganizationSummary; onClose: () => void }) {
  const invite = useInvite(organization.id);
  const { roles } = useRoles(organization.id);
  const [results, setResults] = useState<InviteResult[]>();
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const emails = String(form.get("emails"))
      .split(/[\s,;]+/)
      .filter(Boolean);
    if (emails.length === 0) return setProblem("Enter an e-mail address.");
    setProblem(undefined);
    const body = { emails, role: String(form.get("role")), days: Number(form.get("days")) };
    invite.mutate(body, {
      onSuccess: ({ data }) => {
        setResults(data);
        invite.reset();
      },
    });
  };
  if (results) {
    return (
      <Dialog
        open
        held={results.some(({ link }) => link)}
        onOpenChange={onClose}
        title="Invited"
        description="Each link works once and is shown only now: hand it over yourself where no mail went out."
      >
        <DialogBody>
          {results.map((result) => (
            <Outcome key={result.email} result={result} />
          ))}
        </DialogBody>
        <DialogActions>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Invite people"
      description={`They join ${organization.name} with an account of their own.`}
    >
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field label="E-mail addresses" description="One on each line, or a pasted list." error={problem}>
            <Emails />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Role">
              <Select name="role" defaultValue="org:member">
                {roles.map(({ slug, name }) => (
                  <option key={slug} value={slug} disabled={slug === "org:owner" && organization.role !== "org:owner"}>
                    {name}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label="The link is good for">
              <Select name="days" defaultValue="7">
                <option value="1">1 day</option>
                <option value="7">7 days</option>
                <option value="30">30 days</option>
              </Select>
            </Field>
          </div>
          <ChangeFailed error={invite.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={invite.isPending}>
            Invite
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const Emails = () => (
  <textarea
    {...useContext(FieldTiesContext)}
    name="emails"
    rows={3}
    autoComplete="off"
    spellCheck={false}
    className={`${controlStyle} py-1.5`}
  />
);

function Outcome({ result: { email, link, mailed, problem, warning } }: { result: InviteResult }) {
  return (
    <div className="flex flex-col gap-1">
      {link ? <CopyField label={email} value={link} /> : <p className="text-sm font-medium wrap-anywhere">{email}</p>}
      {mailed && <p className="text-sm text-good">A mail with the link has gone out.</p>}
      {problem && <p className="text-sm text-bad">{problem}</p>}
      {warning && <p className="text-sm text-warn">{warning}</p>}
    </div>
  );
}
