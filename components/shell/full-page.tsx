import type { ReactNode } from "react";
import { Mark } from "./brand.tsx";

/** A page without the dashboard around it: one thing in the middle. */
export const FullPage = ({ children }: { children: ReactNode }) => (
  <div className="flex min-h-dvh flex-col items-center px-4 py-6">
    <header className="flex items-center gap-2 self-start font-semibold">
      <Mark /> Rollcall
    </header>
    <main className="my-auto w-full max-w-sm py-10">{children}</main>
  </div>
);
