import { type ClassValue, clsx } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins class names; where two Tailwind classes fight over one property, the later wins. */
export const cx = (...values: ClassValue[]) => twMerge(clsx(values));
