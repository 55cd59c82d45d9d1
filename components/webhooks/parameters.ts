/** What the addresses of the webhook and event pages hold; read alike by the server and the browser. */
import { changedQuery, oneOf, optionalText, type ParameterValues, text } from "#lib/client/url-parameters.ts";
import type { EventQuery } from "#lib/contract/events.ts";
import { isEventPattern } from "#lib/contract/events.ts";
import type { DeliveryQuery } from "#lib/contract/webhooks.ts";

export const deliveryParameters = {
  state: oneOf(["pending", "retrying", "delivered", "failed"], null),
  endpoint: text,
  type: text,
  q: text,
  /** The open delivery. */
  delivery: optionalText,
};
export type DeliveryParameters = ParameterValues<typeof deliveryParameters>;

const SEARCH_MAX = 200;

/** The part of the address that decides what is listed. */
export function deliveryFilters({ state, endpoint, type, q }: DeliveryParameters): Omit<DeliveryQuery, "cursor"> {
  const search = q.trim().slice(0, SEARCH_MAX);
  return {
    ...(state && { state }),
    ...(endpoint && { endpoint }),
    ...(isEventPattern(type) && { type }),
    ...(search && { q: search }),
  };
}

export const deliveryHref = (parameters: Partial<DeliveryParameters>) =>
  `/directory-sync/webhooks${changedQuery(deliveryParameters, "", parameters)}`;

export const eventParameters = {
  type: text,
  directory: text,
  q: text,
  /** The open event. */
  event: optionalText,
};
export type EventParameters = ParameterValues<typeof eventParameters>;

export function eventFilters({ type, directory, q }: EventParameters): Omit<EventQuery, "cursor"> {
  const search = q.trim().slice(0, SEARCH_MAX);
  return {
    ...(isEventPattern(type) && { type }),
    ...(directory && { directory }),
    ...(search && { q: search }),
  };
}

export const eventHref = (parameters: Partial<EventParameters>) =>
  `/directory-sync/events${changedQuery(eventParameters, "", parameters)}`;
