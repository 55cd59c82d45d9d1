/** Reads and changes of a directory's setup: from the dashboard, and through a setup link. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import * as z from "zod/mini";
import { IssuedToken } from "#lib/contract/credential.ts";
import {
  CreatedSetupLink,
  type CreateSetupLink,
  type IssueSetupToken,
  LinkVisit,
  type Scenario,
  SelfTest,
  SetupLinkList,
  SetupState,
  TestRun,
  type UpdateSetup,
} from "#lib/contract/setup.ts";
import { keys } from "./keys.ts";
import { WATCHING_MS } from "./live.ts";
import { RequestFailed, requestJson, requestNothing } from "./request.ts";

/** The IdP is being set up in another window: its call is shown within two seconds, the way of its log entry included. */
const WAITING_MS = 1_000;

const api = (directoryId: string) => `/api/directories/${encodeURIComponent(directoryId)}/setup`;
const setupKey = (directoryId: string) => [...keys.directory(directoryId), "setup"] as const;
const linksKey = (directoryId: string) => [...keys.directory(directoryId), "setup-links"] as const;

/** How far the setup is. */
export const setupQuery = (directoryId: string) =>
  queryOptions({
    queryKey: setupKey(directoryId),
    queryFn: ({ signal }) => requestJson(api(directoryId), SetupState, { signal }),
    refetchInterval: WAITING_MS,
  });

/** Setup links, ended ones included; never their secrets. */
export const setupLinksQuery = (directoryId: string) =>
  queryOptions({
    queryKey: linksKey(directoryId),
    queryFn: ({ signal }) => requestJson(`${api(directoryId)}/links`, SetupLinkList, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** Notes the step, ticks one by hand, changes the way, or starts over. */
export function useUpdateSetup(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateSetup) => requestJson(api(directoryId), SetupState, { method: "PATCH", body }),
    onSuccess: (state) => {
      cache.setQueryData(setupKey(directoryId), state);
      void cache.invalidateQueries({ queryKey: keys.directoryDetail(directoryId) });
    },
  });
}

/** Issues the token of the guide. Its plaintext leaves the cache with the dialog. */
export function useIssueSetupToken(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueSetupToken) =>
      requestJson(`${api(directoryId)}/tokens`, IssuedToken, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => void cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
  });
}

/** Makes a setup link. Its address leaves the cache with the dialog. */
export function useCreateSetupLink(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateSetupLink) =>
      requestJson(`${api(directoryId)}/links`, CreatedSetupLink, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => void cache.invalidateQueries({ queryKey: linksKey(directoryId) }),
  });
}

/** Ends a setup link. */
export function useRevokeSetupLink(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (linkId: string) =>
      requestNothing(`${api(directoryId)}/links/${encodeURIComponent(linkId)}/revoke`, { method: "POST" }),
    onSuccess: () => cache.invalidateQueries({ queryKey: linksKey(directoryId) }),
  });
}

/** Sends a simulated joiner, mover, leaver or group push. */
export function useRunTest(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (scenario: Scenario) =>
      requestJson(`${api(directoryId)}/tests`, TestRun, { method: "POST", body: { scenario } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
  });
}

/** Takes away whatever test runs have made. */
export function useRemoveTest(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => requestNothing(`${api(directoryId)}/tests`, { method: "DELETE" }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
  });
}

/** Runs the self-test. */
export function useSelfTest(directoryId: string) {
  return useMutation({
    mutationFn: () => requestJson(`${api(directoryId)}/self-test`, SelfTest, { method: "POST" }),
  });
}

/** The Postman collection or the shell script, as the text of a file. */
export function useSetupFile(directoryId: string) {
  return useMutation({
    mutationFn: async (kind: "postman" | "curl") => {
      if (kind === "curl")
        return (await requestJson(`${api(directoryId)}/curl`, z.object({ script: z.string() }))).script;
      return JSON.stringify(await requestJson(`${api(directoryId)}/postman`, z.looseObject({})), null, 2);
    },
    gcTime: 0,
  });
}

/* Through a setup link: no account, no cookie. */

const withLink = (secret: string) => ({ authorization: `Setup ${secret}` });

/** Only this ends the visit: whatever else went wrong may be over at the next try. */
export const isDeadLink = (error: unknown): error is RequestFailed =>
  error instanceof RequestFailed && error.status === 401;

/** The setup as the holder of a link sees it. */
export const linkVisitQuery = (secret: string) =>
  queryOptions({
    // The secret is no key: what can be seen in a tool or an error must not hold it.
    queryKey: ["setup-link"] as const,
    queryFn: ({ signal }) => requestJson("/api/setup", LinkVisit, { signal, credentials: withLink(secret) }),
    refetchInterval: ({ state }) => (isDeadLink(state.error) ? false : WAITING_MS),
    retry: false,
  });

export function useUpdateThroughLink(secret: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateSetup) =>
      requestJson("/api/setup", LinkVisit, { method: "PATCH", body, credentials: withLink(secret) }),
    onSuccess: (visit) => cache.setQueryData(linkVisitQuery(secret).queryKey, visit),
  });
}

export function useIssueThroughLink(secret: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueSetupToken) =>
      requestJson("/api/setup/token", IssuedToken, { method: "POST", body, credentials: withLink(secret) }),
    gcTime: 0,
    onSuccess: () => void cache.invalidateQueries({ queryKey: linkVisitQuery(secret).queryKey }),
  });
}
