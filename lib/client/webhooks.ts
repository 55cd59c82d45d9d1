/** Reads and changes of webhook endpoints, deliveries and events. */

import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import * as z from "zod/mini";
import { EventDetail, EventPage, type EventQuery } from "#lib/contract/events.ts";
import {
  type CreateWebhookEndpoint,
  DeliveryDetail,
  DeliveryPage,
  type DeliveryQuery,
  EventExample,
  InspectionList,
  IssuedWebhookEndpoint,
  type ReplayDeliveries,
  ReplayResult,
  type SendTestEvent,
  type UpdateWebhookEndpoint,
  WebhookEndpoint,
  WebhookEndpointList,
} from "#lib/contract/webhooks.ts";
import { keys } from "./keys.ts";
import { EXPECTING_MS, WATCHING_MS, watchFirstPage } from "./live.ts";
import { requestJson, requestNothing, withQuery } from "./request.ts";

const api = (organizationId: string) => `/api/organizations/${encodeURIComponent(organizationId)}`;
const endpointApi = (organizationId: string, endpointId: string) =>
  `${api(organizationId)}/webhooks/${encodeURIComponent(endpointId)}`;

/** All endpoints with their health. */
export const webhooksQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.webhooks(organizationId),
    queryFn: ({ signal }) => requestJson(`${api(organizationId)}/webhooks`, WebhookEndpointList, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** One endpoint. */
export const webhookQuery = (organizationId: string, endpointId: string) =>
  queryOptions({
    queryKey: keys.webhook(organizationId, endpointId),
    queryFn: ({ signal }) => requestJson(endpointApi(organizationId, endpointId), WebhookEndpoint, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** What an inspector received. */
export const inspectionsQuery = (organizationId: string, endpointId: string) =>
  queryOptions({
    queryKey: keys.inspections(organizationId, endpointId),
    queryFn: ({ signal }) =>
      requestJson(`${endpointApi(organizationId, endpointId)}/inspections`, InspectionList, { signal }),
    refetchInterval: EXPECTING_MS,
  });

/** Deliveries, newest first, page by page. */
export const deliveriesQuery = (organizationId: string, filters: Omit<DeliveryQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.deliveries(organizationId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(organizationId)}/deliveries`, { ...filters, cursor: pageParam }), DeliveryPage, {
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** One delivery with its attempts; looks again while more may come. */
export const deliveryQuery = (organizationId: string, deliveryId: string) =>
  queryOptions({
    queryKey: keys.delivery(organizationId, deliveryId),
    queryFn: ({ signal }) =>
      requestJson(`${api(organizationId)}/deliveries/${encodeURIComponent(deliveryId)}`, DeliveryDetail, { signal }),
    refetchInterval: EXPECTING_MS,
  });

/** Events, newest first, page by page. */
export const eventsQuery = (organizationId: string, filters: Omit<EventQuery, "cursor"> = {}) =>
  infiniteQueryOptions({
    queryKey: keys.events(organizationId, filters),
    queryFn: ({ pageParam, signal }) =>
      requestJson(withQuery(`${api(organizationId)}/events`, { ...filters, cursor: pageParam }), EventPage, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: watchFirstPage,
  });

/** One event with what became of it. */
export const eventQuery = (organizationId: string, eventId: string) =>
  queryOptions({
    queryKey: keys.event(organizationId, eventId),
    queryFn: ({ signal }) =>
      requestJson(`${api(organizationId)}/events/${encodeURIComponent(eventId)}`, EventDetail, { signal }),
  });

/** A live example of a type. */
export const eventExampleQuery = (organizationId: string, type: string) =>
  queryOptions({
    queryKey: keys.eventExample(organizationId, type),
    queryFn: ({ signal }) =>
      requestJson(`${api(organizationId)}/event-examples/${encodeURIComponent(type)}`, EventExample, { signal }),
    staleTime: 60_000,
  });

function useChange<Input, Answer>(organizationId: string, change: (input: Input) => Promise<Answer>, gcTime?: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...(gcTime !== undefined && { gcTime }),
    onSuccess: () => {
      // Not awaited: nothing may stand between an answer and its one reveal.
      void cache.invalidateQueries({ queryKey: keys.webhooks(organizationId) });
    },
  });
}

/** Adds an endpoint. Its secret leaves the cache with the dialog. */
export const useCreateWebhook = (organizationId: string) =>
  useChange(
    organizationId,
    (body: CreateWebhookEndpoint) =>
      requestJson(`${api(organizationId)}/webhooks`, IssuedWebhookEndpoint, { method: "POST", body }),
    0,
  );

/** Changes, pauses, resumes or enables an endpoint. */
export const useUpdateWebhook = (organizationId: string, endpointId: string) =>
  useChange(organizationId, (body: UpdateWebhookEndpoint) =>
    requestJson(endpointApi(organizationId, endpointId), WebhookEndpoint, { method: "PATCH", body }),
  );

/** Deletes an endpoint with its deliveries. */
export const useDeleteWebhook = (organizationId: string, endpointId: string) =>
  useChange(organizationId, () => requestNothing(endpointApi(organizationId, endpointId), { method: "DELETE" }));

/** A new secret beside the old one. */
export const useRotateWebhook = (organizationId: string, endpointId: string) =>
  useChange(
    organizationId,
    (body: { overlapSeconds: number }) =>
      requestJson(`${endpointApi(organizationId, endpointId)}/rotate`, IssuedWebhookEndpoint, { method: "POST", body }),
    0,
  );

/** The old secret stops signing. */
export const useEndOverlap = (organizationId: string, endpointId: string) =>
  useChange(organizationId, () =>
    requestJson(`${endpointApi(organizationId, endpointId)}/end-overlap`, WebhookEndpoint, { method: "POST" }),
  );

/** Sends an event that never happened. */
export const useSendTest = (organizationId: string, endpointId: string) =>
  useChange(organizationId, (body: SendTestEvent) =>
    requestJson(`${endpointApi(organizationId, endpointId)}/test`, z.object({ deliveryId: z.string() }), {
      method: "POST",
      body,
    }),
  );

/** Sends one delivery again. */
export const useResend = (organizationId: string) =>
  useChange(organizationId, (deliveryId: string) =>
    requestJson(`${api(organizationId)}/deliveries/${encodeURIComponent(deliveryId)}/resend`, DeliveryDetail, {
      method: "POST",
    }),
  );

/** Sends many again, or counts them. */
export const useReplay = (organizationId: string) =>
  useChange(organizationId, (body: ReplayDeliveries) =>
    requestJson(`${api(organizationId)}/deliveries/replay`, ReplayResult, { method: "POST", body }),
  );
