import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { EarlyPresses } from "#components/shell/early-presses.tsx";
import { readTheme, THEME_COOKIE } from "#lib/client/choices.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Rollcall", template: "%s · Rollcall" },
  description: "Directory sync: your identity provider keeps the people and groups of your organization up to date.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <EarlyPresses nonce={nonce} />
        {/* Its own stacking context: dialogs and menus open beside it, always above. */}
        <div className="isolate">{children}</div>
      </body>
    </html>
  );
}
