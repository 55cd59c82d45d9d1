import type { ComponentType, SVGProps } from "react";

/** Any icon taken from `lucide-react/icons/…`, one import each, so that no page loads the set. */
export type LucideIcon = ComponentType<SVGProps<SVGSVGElement>>;
