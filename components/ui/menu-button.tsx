"use client";

import { type ComponentProps, type ReactElement, type ReactNode, useEffect, useRef, useState } from "react";

/** What the button was pressed with, done again once the menu is there to take it. */
type Press = "pointer" | "Enter" | "ArrowDown" | "ArrowUp";

type MenuButtonProps<Loaded> = Omit<ComponentProps<"button">, "type" | "ref"> & {
  /** Fetches the menu's code. */
  load: () => Promise<Loaded>;
  /** The menu, which from then on owns the button. */
  menu: (loaded: Loaded, trigger: ReactElement) => ReactNode;
};

/** A button whose menu is fetched when someone is about to open it, so that no page starts with the weight of menus. */
export function MenuButton<Loaded>({ load, menu, ...button }: MenuButtonProps<Loaded>) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState<{ loaded: Loaded; press: Press }>();
  useEffect(() => {
    if (!opened || !trigger.current) return;
    trigger.current.focus();
    pressAgain(trigger.current, opened.press);
  }, [opened]);
  if (opened) return menu(opened.loaded, <button {...button} ref={trigger} type="button" />);

  const open = (press: Press) =>
    load().then(
      (loaded) => setOpened({ loaded, press }),
      // Thrown while rendering, it reaches the page that explains what to do.
      (error: unknown) =>
        setOpened(() => {
          throw error;
        }),
    );
  // Only a head start: whatever goes wrong here comes up again with the press itself.
  const prepare = () => void load().catch(() => undefined);
  return (
    <button
      {...button}
      type="button"
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={({ detail }) => void open(detail === 0 ? "Enter" : "pointer")}
      onKeyDown={(event) => {
        if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
        event.preventDefault();
        void open(event.key);
      }}
    />
  );
}

/** The menu tells keys from pointers: after a key its first item is marked, after a pointer none. */
function pressAgain(button: HTMLButtonElement, press: Press) {
  if (press !== "pointer") button.dispatchEvent(new KeyboardEvent("keydown", { key: press, bubbles: true }));
  if (press === "pointer" || press === "Enter") button.click();
}
