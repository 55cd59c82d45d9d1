"use client";

import { type FormEvent, useEffect, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { chooseOrganization } from "#lib/client/choices.ts";
import { RequestFailed, requestJson } from "#lib/client/request.ts";
import { signIn } from "#lib/client/session.ts";
import { AcceptedInvitation, NewAccount, OfferedInvitation } from "#lib/contract/invitation.ts";

const ROLES: Record<string, string> = { "org:owner": "owner", "org:admin": "admin", "org:member": "member" };

const secretOf = () => window.location.hash.slice(1);

/** What one is invited to, and the way in: an account with a password, or the account there is. */
export function AcceptInvitationForm() {
  const [offer, setOffer] = useState<OfferedInvitation>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    requestJson("/api/invitations/read", OfferedInvitation, { method: "POST", body: { secret: secretOf() } }).then(
      setOffer,
      (error: unknown) => setFailure(failureSentence(error)),
    );
  }, []);
  if (failure) {
    return (
      <>
        <h1 className="text-xl font-semibold tracking-tight">This invitation cannot be used</h1>
        <p role="alert" className="mt-1 mb-5 text-pretty text-muted">
          {failure}
        </p>
        <a href="/directory-sync" className={buttonStyle()}>
          Go to Rollcall
        </a>
      </>
    );
  }
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">
        {offer ? `Join ${offer.organizationName}` : "Your invitation"}
      </h1>
      <p role="status" className="mt-1 mb-6 text-pretty text-muted">
        {offer
          ? `${offer.invitedBy} invites ${offer.email} as ${ROLES[offer.role] ?? offer.role}.`
          : "Looking at your invitation …"}
      </p>
      {offer && <Accept offer={offer} />}
    </>
  );
}

function Accept({ offer }: { offer: OfferedInvitation }) {
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);

  async function accept(account?: { name: string; password: string }) {
    setBusy(true);
    try {
      const body = { secret: secretOf(), ...account };
      const { organizationId } = await requestJson("/api/invitations/accept", AcceptedInvitation, {
        method: "POST",
        body,
      });
      chooseOrganization(organizationId);
      if (account) await signIn({ email: offer.email, password: account.password });
      window.location.assign("/directory-sync");
    } catch (error) {
      setBusy(false);
      const fields = error instanceof RequestFailed ? error.fields : {};
      setProblems({ ...fields, form: failureSentence(error) });
    }
  }

  if (offer.hasAccount) {
    const here = `/invitation${window.location.hash}`;
    return (
      <div className="flex flex-col gap-4">
        {problems.form && <Problem>{problems.form}</Problem>}
        {offer.signedIn ? (
          <Button variant="primary" size="lg" busy={isBusy} onClick={() => void accept()}>
            Join {offer.organizationName}
          </Button>
        ) : (
          <>
            <p className="text-sm">There is an account with this address. Sign in with it, then join.</p>
            <a
              href={`/sign-in?callbackUrl=${encodeURIComponent(here)}`}
              className={buttonStyle({ variant: "primary", size: "lg" })}
            >
              Sign in
            </a>
          </>
        )}
      </div>
    );
  }

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = NewAccount.safeParse({ name: form.get("name"), password: form.get("password") });
    if (given.success) return void accept(given.data);
    setProblems(Object.fromEntries(given.error.issues.map(({ path, message }) => [String(path[0]), message])));
  };
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail">
        <Input value={offer.email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" error={problems.name}>
        <Input name="name" autoComplete="name" />
      </Field>
      <Field label="Password" description="At least 10 characters." error={problems.password}>
        <Input name="password" type="password" autoComplete="new-password" />
      </Field>
      {problems.form && <Problem>{problems.form}</Problem>}
      <Button type="submit" variant="primary" size="lg" busy={isBusy}>
        Make account and join
      </Button>
    </form>
  );
}

const Problem = ({ children }: { children: string }) => (
  <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
    {children}
  </p>
);
