"use client";

import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import GripVertical from "lucide-react/icons/grip-vertical";
import { type DragEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "./cx.ts";

type ReorderListProps<Item> = {
  /** Names the list for assistive technology. */
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** What the item is called when it moves: "Admins, now 1 of 4". */
  nameOf: (item: Item) => string;
  onMove: (from: number, to: number) => void;
  /** Nothing can be moved; the buttons are not there. */
  fixed?: boolean;
  children: (item: Item, index: number, handle: ReactNode) => ReactNode;
};

/**
 * A list whose order matters. It is moved with the buttons of each item, with Alt and the arrow keys anywhere inside
 * it, or by dragging its handle; the new position is read out. `children` places the handle it is given.
 */
export function ReorderList<Item>({
  label,
  items,
  keyOf,
  nameOf,
  onMove,
  fixed = false,
  children,
}: ReorderListProps<Item>) {
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState("");
  const [dragged, setDragged] = useState<number>();
  const [over, setOver] = useState<number>();
  const focusAfter = useRef<{ key: string; control: string } | undefined>(undefined);

  const move = (from: number, to: number, control?: string) => {
    const item = items[from];
    if (fixed || item === undefined || to < 0 || to >= items.length || to === from) return;
    if (control) focusAfter.current = { key: keyOf(item), control };
    onMove(from, to);
    setSaid(`${nameOf(item)}, now ${to + 1} of ${items.length}`);
  };
  useEffect(() => {
    // The browser drops the focus of what moves in the document; a button at its end is not pressed twice.
    const wanted = focusAfter.current;
    if (!wanted) return;
    focusAfter.current = undefined;
    const row = [...(list.current?.children ?? [])].find((child) => child.getAttribute("data-key") === wanted.key);
    const button = row?.querySelector<HTMLButtonElement>(`button[data-move="${wanted.control}"]`);
    (button?.disabled ? row?.querySelector<HTMLButtonElement>("button[data-move]:not(:disabled)") : button)?.focus();
  });

  const onKeyDown = (index: number) => (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    move(index, index + step, step < 0 ? "up" : "down");
  };
  // Where it is dropped, not where it was last over: that may not have been drawn yet.
  const onDrop = (index: number) => (event: DragEvent) => {
    event.preventDefault();
    if (dragged !== undefined) move(dragged, index);
    setDragged(undefined);
    setOver(undefined);
  };
  return (
    <>
      <ol ref={list} aria-label={label} className="divide-y divide-line">
        {items.map((item, index) => (
          <li
            key={keyOf(item)}
            data-key={keyOf(item)}
            onKeyDown={onKeyDown(index)}
            onDragOver={(event) => {
              if (dragged === undefined) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={onDrop(index)}
            className={cx(
              "relative",
              dragged === index && "opacity-55",
              dragged !== undefined && over === index && dragged > index && "shadow-[inset_0_2px_0_var(--color-focus)]",
              dragged !== undefined &&
                over === index &&
                dragged < index &&
                "shadow-[inset_0_-2px_0_var(--color-focus)]",
            )}
          >
            {children(
              item,
              index,
              fixed ? null : (
                <MoveHandle
                  name={nameOf(item)}
                  isFirst={index === 0}
                  isLast={index === items.length - 1}
                  onMove={(step) => move(index, index + step, step < 0 ? "up" : "down")}
                  onDragStart={() => setDragged(index)}
                  onDragEnd={() => {
                    setDragged(undefined);
                    setOver(undefined);
                  }}
                />
              ),
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

type MoveHandleProps = {
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove: (step: -1 | 1) => void;
  onDragStart: () => void;
  onDragEnd: () => void;
};

const moveStyle =
  "flex size-7 items-center justify-center rounded-md text-muted enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-40 pointer-coarse:size-11 [&_svg]:size-4";

const MoveHandle = ({ name, isFirst, isLast, onMove, onDragStart, onDragEnd }: MoveHandleProps) => (
  <span className="inline-flex items-center">
    {/* For the pointer alone: the buttons beside it do the same for everybody. */}
    <span
      aria-hidden
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        // Without data some browsers begin no drag.
        event.dataTransfer.setData("text/plain", name);
        const row = event.currentTarget.closest("li");
        if (row) event.dataTransfer.setDragImage(row, 16, 16);
        onDragStart();
      }}
      onDragEnd={onDragEnd}
      className="flex h-7 w-5 cursor-grab items-center justify-center text-faint pointer-coarse:hidden"
    >
      <GripVertical className="size-4" />
    </span>
    <button
      type="button"
      data-move="up"
      disabled={isFirst}
      onClick={() => onMove(-1)}
      aria-label={`Move ${name} up`}
      className={moveStyle}
    >
      <ArrowUp aria-hidden />
    </button>
    <button
      type="button"
      data-move="down"
      disabled={isLast}
      onClick={() => onMove(1)}
      aria-label={`Move ${name} down`}
      className={moveStyle}
    >
      <ArrowDown aria-hidden />
    </button>
  </span>
);

/** A copy of `items` with one of them at another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...items.slice(from, from + 1), ...rest.slice(to)];
}
