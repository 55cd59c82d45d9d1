import type { Metadata } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";

export const metadata: Metadata = { title: "Setup", referrer: "no-referrer" };

/** Pages for people without an account: nothing of the dashboard around them. */
export default async function SetupLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <Providers now={Date.now()} nonce={nonce}>
      {children}
    </Providers>
  );
}
