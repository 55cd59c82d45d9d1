import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { unstable_rethrow } from "next/navigation";
import type { ReactNode } from "react";

type PrefetchedProps = {
  /** Reads through `page.read` under the keys of `lib/client`; use `fetchQuery`, which lets "not found" through. */
  load: (cache: QueryClient) => Promise<unknown>;
  children: ReactNode;
};

/**
 * Hands the first reads of a page to the browser with its HTML, so that nothing is fetched twice. A read that fails takes
 * no page down: the browser asks again, and the panel it is for says what is wrong, under which request.
 */
export async function Prefetched({ load, children }: PrefetchedProps) {
  const cache = new QueryClient();
  try {
    await load(cache);
  } catch (error) {
    // What is missing or asks for a sign-in is Next's to answer.
    unstable_rethrow(error);
  }
  return <HydrationBoundary state={dehydrate(cache)}>{children}</HydrationBoundary>;
}
