import type { Metadata } from "next";
import { FullPage } from "#components/shell/full-page.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <FullPage>
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="mt-1 mb-5 text-pretty text-muted">
        It may have been deleted, the link may be mistyped, or it belongs to an organization you are not a member of.
      </p>
      {/* No Link: this page's code comes along with every other page's. */}
      <a href="/directory-sync" className={buttonStyle()}>
        Go to directory sync
      </a>
    </FullPage>
  );
}
