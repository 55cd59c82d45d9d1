"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { sameOriginPath } from "#lib/client/same-origin-path.ts";

const Credentials = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address."),
  password: z.string().min(1, "Enter your password."),
});

/** The sentence for the codes that signing in can end with; anything else is no answer at all. */
const FAILURES: Record<string, string> = {
  CredentialsSignin: "E-mail or password is wrong.",
  throttled: "Too many attempts. Wait a minute, then try again.",
};

/** E-mail and password. A success leaves with a full load, so that every page is read with the new session. */
export function SignInForm({ callbackUrl }: { callbackUrl: string | undefined }) {
  const form = useForm({ resolver: zodResolver(Credentials), defaultValues: { email: "", password: "" } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const onSubmit = form.handleSubmit(async (credentials) => {
    const answer = await signIn("credentials", { ...credentials, redirect: false }).catch(() => undefined);
    if (answer?.ok && !answer.error) {
      window.location.assign(sameOriginPath(callbackUrl, window.location.origin));
      return;
    }
    const message = FAILURES[answer?.error ?? ""] ?? "Signing in did not work. Try again in a moment.";
    form.setError("root", { message });
    form.setFocus("password");
  });

  return (
    <form onSubmit={onSubmit} noValidate className="flex flex-col gap-4">
      <Field label="E-mail" error={errors.email?.message}>
        <Input
          {...form.register("email")}
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <Input {...form.register("password")} type="password" autoComplete="current-password" />
      </Field>
      {errors.root && (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
          {errors.root.message}
        </p>
      )}
      <Button type="submit" variant="primary" size="lg" busy={isSubmitting || isSubmitSuccessful}>
        Sign in
      </Button>
    </form>
  );
}
