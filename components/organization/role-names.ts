import { useQuery } from "@tanstack/react-query";
import { organizationRolesQuery } from "#lib/client/roles.ts";

/** The roles that every organization has. */
export const ROLE_NAMES: Record<string, string> = {
  "org:owner": "Owner",
  "org:admin": "Admin",
  "org:member": "Member",
};

const BUILT_IN = Object.entries(ROLE_NAMES).map(([slug, name]) => ({ slug, name }));

/** All roles of the organization, highest first, and what each is called; the built-in ones until its own have come. */
export function useRoles(organizationId: string) {
  const { data } = useQuery(organizationRolesQuery(organizationId));
  const roles: readonly { slug: string; name: string }[] = data?.data ?? BUILT_IN;
  return { roles, nameOf: (slug: string) => roles.find((role) => role.slug === slug)?.name ?? slug };
}
