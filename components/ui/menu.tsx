"use client";

import { Menu as BaseMenu } from "@base-ui/react/menu";
import Check from "lucide-react/icons/check";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { cx } from "./cx.ts";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  side?: "top" | "bottom";
  align?: "start" | "end";
  className?: string;
  children: ReactNode;
};

/** A menu of actions behind a button. */
export const Menu = ({ trigger, side = "bottom", align = "start", className, children }: MenuProps) => (
  <BaseMenu.Root>
    <BaseMenu.Trigger render={trigger} />
    <BaseMenu.Portal>
      <BaseMenu.Positioner side={side} align={align} sideOffset={4} className="z-50">
        <BaseMenu.Popup
          className={cx(
            "max-h-(--available-height) min-w-48 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-popup",
            "transition-opacity duration-100 focus-visible:outline-none data-ending-style:opacity-0 data-starting-style:opacity-0",
            className,
          )}
        >
          {children}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.Root>
);

const itemStyle =
  "flex min-h-8 w-full cursor-default items-center gap-2 rounded-sm px-2 text-sm text-ink outline-none select-none data-highlighted:bg-hover data-highlighted:shadow-[inset_2px_0_0_var(--color-focus)] pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

/** Does something. */
export const MenuItem = ({
  className,
  ...rest
}: Omit<ComponentProps<typeof BaseMenu.Item>, "className"> & { className?: string }) => (
  <BaseMenu.Item {...rest} className={cx(itemStyle, className)} />
);

/** Goes somewhere. */
export const MenuLink = ({
  className,
  ...rest
}: Omit<ComponentProps<typeof BaseMenu.LinkItem>, "className"> & { className?: string }) => (
  <BaseMenu.LinkItem {...rest} closeOnClick className={cx(itemStyle, className)} />
);

type MenuChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
};

/** Picks one of a few inside a menu. */
export const MenuChoice = <Value extends string>({ label, value, options, onChange }: MenuChoiceProps<Value>) => (
  <BaseMenu.RadioGroup value={value} onValueChange={onChange}>
    <BaseMenu.GroupLabel className="px-2 pt-1.5 pb-1 text-xs text-muted">{label}</BaseMenu.GroupLabel>
    {options.map((option) => (
      <BaseMenu.RadioItem key={option.value} value={option.value} closeOnClick={false} className={itemStyle}>
        <span className="flex min-w-0 flex-1 items-center gap-2">{option.label}</span>
        <BaseMenu.RadioItemIndicator>
          <Check aria-hidden />
        </BaseMenu.RadioItemIndicator>
      </BaseMenu.RadioItem>
    ))}
  </BaseMenu.RadioGroup>
);

export const MenuDivider = () => <BaseMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
