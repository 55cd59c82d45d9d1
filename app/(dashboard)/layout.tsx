import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <Providers now={Date.now()} nonce={nonce}>
      {children}
    </Providers>
  );
}
