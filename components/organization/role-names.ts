/** The roles that every organization has and that are given by hand. */
export const ROLE_NAMES: Record<string, string> = {
  "org:owner": "Owner",
  "org:admin": "Admin",
  "org:member": "Member",
};
