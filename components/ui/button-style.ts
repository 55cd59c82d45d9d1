import { cva } from "class-variance-authority";

/** The look of buttons, and of links that stand where a button would. */
export const buttonStyle = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap select-none",
    "transition-colors duration-100 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  ],
  {
    variants: {
      variant: {
        primary:
          "border-transparent bg-accent text-white shadow-control enabled:hover:bg-accent-strong [a&]:hover:bg-accent-strong",
        secondary: "border-control bg-surface text-ink shadow-control enabled:hover:bg-hover [a&]:hover:bg-hover",
        quiet: "border-transparent bg-transparent text-ink enabled:hover:bg-hover [a&]:hover:bg-hover",
        danger: "border-transparent bg-bad-solid text-white shadow-control enabled:hover:bg-bad-strong",
        dangerQuiet: "border-control bg-surface text-bad shadow-control enabled:hover:bg-bad-soft",
      },
      size: { md: "min-h-8 px-3 text-sm", lg: "min-h-10 px-4 text-base" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);
