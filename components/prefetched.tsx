import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

type PrefetchedProps = {
  /** Reads through `page.read` under the keys of `lib/client`; use `fetchQuery`, which lets "not found" through. */
  load: (cache: QueryClient) => Promise<unknown>;
  children: ReactNode;
};

/** Hands the first reads of a page to the browser with its HTML, so that nothing is fetched twice. */
export async function Prefetched({ load, children }: PrefetchedProps) {
  const cache = new QueryClient();
  await load(cache);
  return <HydrationBoundary state={dehydrate(cache)}>{children}</HydrationBoundary>;
}
