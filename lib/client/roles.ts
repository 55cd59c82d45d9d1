/** Reads and changes of the rules that give roles, and of the organization's roles and attributes. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { SavedMapping } from "#lib/contract/mapping.ts";
import { RoleConflicts } from "#lib/contract/role-conflicts.ts";
import {
  type CreateRole,
  type CustomAttribute,
  CustomAttributes,
  OrganizationRole,
  OrganizationRoleList,
  RolesState,
  type SaveRoles,
  type UpdateRole,
} from "#lib/contract/roles.ts";
import { keys } from "./keys.ts";
import { WATCHING_MS } from "./live.ts";
import { requestJson, requestNothing } from "./request.ts";

const part = encodeURIComponent;
const ofDirectory = (directoryId: string) => `/api/directories/${part(directoryId)}`;
const ofOrganization = (organizationId: string) => `/api/organizations/${part(organizationId)}`;

/** The rules in force, and what each means today. */
export const directoryRolesQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.directoryRoles(directoryId),
    queryFn: ({ signal }) => requestJson(`${ofDirectory(directoryId)}/roles`, RolesState, { signal }),
    refetchInterval: WATCHING_MS,
  });

/** People whom several of the saved rules fit. */
export const roleConflictsQuery = (directoryId: string) =>
  queryOptions({
    queryKey: keys.roleConflicts(directoryId),
    queryFn: ({ signal }) => requestJson(`${ofDirectory(directoryId)}/roles/conflicts`, RoleConflicts, { signal }),
  });

/** Saves the rules as a new version of the directory's configuration. */
export function useSaveRoles(directoryId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveRoles) =>
      requestJson(`${ofDirectory(directoryId)}/roles`, SavedMapping, { method: "PUT", body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.directory(directoryId) }),
  });
}

/** The organization's roles, highest first. */
export const organizationRolesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.roles(organizationId),
    queryFn: ({ signal }) => requestJson(`${ofOrganization(organizationId)}/roles`, OrganizationRoleList, { signal }),
    refetchInterval: WATCHING_MS,
  });

const refreshOrganization = (cache: ReturnType<typeof useQueryClient>, organizationId: string) =>
  Promise.all([
    cache.invalidateQueries({ queryKey: keys.organization(organizationId) }),
    cache.invalidateQueries({ queryKey: ["directory"] }),
  ]);

export function useCreateRole(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateRole) =>
      requestJson(`${ofOrganization(organizationId)}/roles`, OrganizationRole, { method: "POST", body }),
    onSuccess: () => refreshOrganization(cache, organizationId),
  });
}

export function useUpdateRole(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, ...body }: UpdateRole & { slug: string }) =>
      requestJson(`${ofOrganization(organizationId)}/roles/${part(slug)}`, OrganizationRole, { method: "PATCH", body }),
    onSuccess: () => refreshOrganization(cache, organizationId),
  });
}

/** Whoever holds it, and every rule that gives it, gets the replacement. */
export function useDeleteRole(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ slug, replacement }: { slug: string; replacement: string }) =>
      requestNothing(`${ofOrganization(organizationId)}/roles/${part(slug)}`, {
        method: "DELETE",
        body: { replacement },
      }),
    onSuccess: () => refreshOrganization(cache, organizationId),
  });
}

/** Attributes of members that the organization declares. */
export const attributesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: keys.attributes(organizationId),
    queryFn: ({ signal }) => requestJson(`${ofOrganization(organizationId)}/attributes`, CustomAttributes, { signal }),
  });

/**
 * Replaces the list of declared attributes by what the caller makes of it. It is read just before: what somebody else
 * declared since the page was opened is part of it.
 */
export function useSaveAttributes(organizationId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (change: (stored: readonly CustomAttribute[]) => CustomAttribute[]) => {
      const path = `${ofOrganization(organizationId)}/attributes`;
      const { data } = await requestJson(path, CustomAttributes);
      return requestJson(path, CustomAttributes, { method: "PUT", body: { data: change(data) } });
    },
    onSuccess: () => refreshOrganization(cache, organizationId),
  });
}
