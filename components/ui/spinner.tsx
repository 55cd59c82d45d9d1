import LoaderCircle from "lucide-react/icons/loader-circle";
import { cx } from "./cx.ts";

/** Decoration only: whoever shows it says in words or by `aria-busy` what is under way. */
export const Spinner = ({ className }: { className?: string }) => (
  <LoaderCircle aria-hidden className={cx("size-4 animate-spin motion-reduce:animate-none", className)} />
);
