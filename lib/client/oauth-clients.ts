/** Reads and changes of a directory's OAuth clients. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type NewOAuthClient,
  type NewOAuthSecret,
  OAuthClientList,
  RevealedOAuthClient,
  RevealedOAuthSecret,
} from "#lib/contract/oauth-client.ts";
import { keys } from "./keys.ts";
import { WATCHING_MS } from "./live.ts";
import { requestJson, requestNothing } from "./request.ts";

const part = encodeURIComponent;
const api = (directoryId: string) => `/api/directories/${part(directoryId)}/oauth-clients`;

/** All clients with their secrets, revoked ones included; never a plaintext. */
export const oauthClientsQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.oauthClients(directoryId),
    queryFn: ({ signal }) => requestJson(api(directoryId), OAuthClientList, { signal }),
    refetchInterval: WATCHING_MS,
  });

function useRefresh(directoryId: string) {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.oauthClients(directoryId) });
}

/** Makes a client with its first secret, whose plaintext leaves the cache with the dialog. */
export function useCreateOAuthClient(directoryId: string) {
  const refresh = useRefresh(directoryId);
  return useMutation({
    mutationFn: (body: NewOAuthClient) => requestJson(api(directoryId), RevealedOAuthClient, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => void refresh(),
  });
}

/** One more secret beside those that work. */
export function useAddOAuthSecret(directoryId: string, clientId: string) {
  const refresh = useRefresh(directoryId);
  return useMutation({
    mutationFn: (body: NewOAuthSecret) =>
      requestJson(`${api(directoryId)}/${part(clientId)}/secrets`, RevealedOAuthSecret, { method: "POST", body }),
    gcTime: 0,
    onSuccess: () => void refresh(),
  });
}

/** Revokes a client with all it has, or, where one is named, a secret of it alone. */
export function useRevokeOAuth(directoryId: string) {
  const refresh = useRefresh(directoryId);
  return useMutation({
    mutationFn: ({ clientId, secretId }: { clientId: string; secretId?: string | undefined }) =>
      requestNothing(`${api(directoryId)}/${part(clientId)}${secretId ? `/secrets/${part(secretId)}` : ""}/revoke`, {
        method: "POST",
      }),
    onSuccess: refresh,
  });
}
