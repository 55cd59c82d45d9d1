"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { PROVIDER_NAMES, type Provider } from "#lib/contract/provider.ts";
import { type OktaSignIn, oktaWay } from "#lib/setup/guides/okta-way.ts";

const SIGN_IN = [
  { value: "saml", label: "With a SAML app" },
  { value: "oidc", label: "With an OIDC app" },
  { value: "other", label: "Not through Okta, or not yet" },
] as const;
const SIZES = [
  { value: "no", label: "No" },
  { value: "yes", label: "Yes" },
] as const;

/** Two questions that decide between Okta's three ways. */
export function WhichOkta({ onChoose }: { onChoose: (provider: Provider) => void }) {
  const [signIn, setSignIn] = useState<OktaSignIn>("saml");
  const [large, setLarge] = useState<"no" | "yes">("no");
  const { provider, because } = oktaWay(signIn, large === "yes");
  return (
    <details className="rounded-lg border border-line bg-sunken">
      <summary className="min-h-8 cursor-pointer px-4 py-2.5 text-sm font-medium">Which Okta way?</summary>
      <div className="flex flex-col items-start gap-3 border-t border-line px-4 py-3">
        <p className="text-sm font-medium">How do people sign in to your application?</p>
        <Segmented
          label="How do people sign in to your application?"
          value={signIn}
          options={SIGN_IN}
          onChange={setSignIn}
        />
        <p className="text-sm font-medium">Will a group of more than 10,000 members be pushed?</p>
        <Segmented
          label="Will a group of more than 10,000 members be pushed?"
          value={large}
          options={SIZES}
          onChange={setLarge}
        />
        <p role="status" className="text-sm">
          <strong className="font-semibold">{PROVIDER_NAMES[provider]}.</strong>{" "}
          <span className="text-muted">{because}</span>
        </p>
        <Button onClick={() => onChoose(provider)}>Choose {PROVIDER_NAMES[provider]}</Button>
      </div>
    </details>
  );
}
