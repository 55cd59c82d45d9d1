import type { ReactNode } from "react";

/** Filters and search above a list; they wrap where it is narrow. */
export const FilterBar = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-3">{children}</div>
);
