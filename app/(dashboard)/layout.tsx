import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers.tsx";

export default function DashboardLayout({ children }: { children: ReactNode }) {
  return <Providers now={Date.now()}>{children}</Providers>;
}
