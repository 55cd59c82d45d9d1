"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { sameOriginPath } from "#lib/client/same-origin-path.ts";
import { signIn } from "#lib/client/session.ts";

/** The sentence for the codes that signing in can end with; anything else is no answer at all. */
const FAILURES = new Map([
  ["CredentialsSignin", "E-mail or password is wrong."],
  ["throttled", "Too many attempts. Wait a minute, then try again."],
]);
const NO_ANSWER = "Signing in did not work. Try again in a moment.";

type Problems = { email?: string; password?: string; form?: string };

function problemsOf({ email, password }: { email: string; password: string }): Problems | undefined {
  if (email && password) return undefined;
  return {
    ...(!email && { email: "Enter your e-mail address." }),
    ...(!password && { password: "Enter your password." }),
  };
}

/** E-mail and password. A success leaves with a full load, so that every page is read with the new session. */
export function SignInForm({ callbackUrl }: { callbackUrl: string | undefined }) {
  const [problems, setProblems] = useState<Problems>({});
  const [isBusy, setIsBusy] = useState(false);
  const emailInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const credentials = { email: String(form.get("email")).trim(), password: String(form.get("password")) };
    const missing = problemsOf(credentials);
    if (missing) {
      setProblems(missing);
      (missing.email ? emailInput : passwordInput).current?.focus();
      return;
    }
    setIsBusy(true);
    const failure = await signIn(credentials).catch(() => "unknown");
    if (failure === undefined) {
      window.location.assign(sameOriginPath(callbackUrl, window.location.origin));
      return;
    }
    setIsBusy(false);
    setProblems({ form: FAILURES.get(failure) ?? NO_ANSWER });
    passwordInput.current?.focus();
  }

  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={problems.email}>
        <Input
          ref={emailInput}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field label="Password" error={problems.password}>
        <Input ref={passwordInput} name="password" type="password" autoComplete="current-password" />
      </Field>
      {problems.form && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
          {problems.form}
        </p>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isBusy}>
        Sign in
      </Button>
    </form>
  );
}
