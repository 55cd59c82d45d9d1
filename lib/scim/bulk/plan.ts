import { scimError } from "../error.ts";
import { type BulkItem, type BulkOperation, isRefused, refuseOperation } from "./operation.ts";
import { referencesOf } from "./reference.ts";

/**
 * The order in which the operations of a bulk request can run: as sent, but none before the one that creates what it
 * refers to (RFC 7644 §3.7.2), and operations on the same resource never overtake each other. Those that refer to
 * each other in a circle, to a bulkId that nobody bears, or bear one that another has too, come back refused.
 */
export function planBulk(operations: readonly BulkItem[]): BulkItem[] {
  const bearers = bearersOf(operations);
  const checked = operations.map((item) => (isRefused(item) ? item : checkBulkIds(item, bearers)));
  const { stuck } = arrange(checked, bearers);
  return arrange(
    checked.map((item) => (stuck.has(item) && !isRefused(item) ? refuseOperation(item, circular()) : item)),
    bearers,
  ).order;
}

const circular = () =>
  scimError.conflict(
    "This operation belongs to a circle of references, or waits for one: none in it can be the first.",
  );

/** Places of the operations that bear a bulkId, in a Map: a bulkId may be any text, also `__proto__`. */
function bearersOf(operations: readonly BulkItem[]): Map<string, number[]> {
  const bearers = new Map<string, number[]>();
  operations.forEach(({ bulkId }, place) => {
    if (bulkId === undefined) return;
    const places = bearers.get(bulkId);
    if (places) places.push(place);
    else bearers.set(bulkId, [place]);
  });
  return bearers;
}

function checkBulkIds(operation: BulkOperation, bearers: ReadonlyMap<string, readonly number[]>): BulkItem {
  const { bulkId } = operation;
  if (bulkId !== undefined && (bearers.get(bulkId)?.length ?? 0) > 1) {
    return refuseOperation(
      operation,
      scimError.invalidValue(`Several operations have the bulkId "${shorten(bulkId)}".`),
    );
  }
  for (const wanted of referencesOf(operation)) {
    if (bearers.has(wanted)) continue;
    return refuseOperation(operation, scimError.invalidValue(`No operation has the bulkId "${shorten(wanted)}".`));
  }
  return operation;
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Runs through the items as sent; one that has to wait is put in as soon as the last it waits for is done. */
function arrange(items: readonly BulkItem[], bearers: ReadonlyMap<string, readonly number[]>) {
  const { followers, waiting } = dependencies(items, bearers);
  const order: BulkItem[] = [];
  const release = (first: number, reached: number) => {
    const ready = [first];
    for (const place of ready) {
      order.push(items[place] as BulkItem);
      for (const follower of followers.get(place) ?? []) {
        const left = (waiting[follower] ?? 0) - 1;
        waiting[follower] = left;
        if (left === 0 && follower < reached) ready.push(follower);
      }
    }
  };
  items.forEach((_, place) => {
    if (waiting[place] === 0) release(place, place);
  });
  return { order, stuck: new Set(items.filter((_, place) => (waiting[place] ?? 0) > 0)) };
}

function dependencies(items: readonly BulkItem[], bearers: ReadonlyMap<string, readonly number[]>) {
  const followers = new Map<number, number[]>();
  const waiting = items.map(() => 0);
  const follow = (place: number, first: number) => {
    const known = followers.get(first);
    if (known) known.push(place);
    else followers.set(first, [place]);
    waiting[place] = (waiting[place] ?? 0) + 1;
  };
  const latest = new Map<string, number>();
  items.forEach((item, place) => {
    if (isRefused(item)) return;
    for (const bulkId of referencesOf(item)) {
      const [bearer] = bearers.get(bulkId) ?? [];
      if (bearer !== undefined) follow(place, bearer);
    }
    if (item.id === undefined) return;
    const target = `${item.endpoint}/${item.id}`;
    const former = latest.get(target);
    if (former !== undefined) follow(place, former);
    latest.set(target, place);
  });
  return { followers, waiting };
}
