import type { ReactNode } from "react";

/** Filters above a list, and its search at the far edge; they wrap where it is narrow. */
export const FilterBar = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-2 pb-3 sm:[&>search]:ms-auto">{children}</div>
);
