/** Members of the organization. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { UserQuery } from "./directory-people.ts";
import { Role } from "./organization.ts";

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  role: Role,
  /** Why they have the role: given by hand, or the organization's default for provisioned people. */
  roleSource: z.enum(["manual", "default"]),
  /** Where the person comes from. */
  source: z.enum(["directory", "account"]),
  active: z.boolean(),
  directory: z.nullable(z.object({ id: z.string(), name: z.string(), userId: z.string() })),
  createdAt: time,
  deactivatedAt: z.nullable(time),
});
export type Member = z.infer<typeof Member>;
export const MemberPage = z.extend(page(Member), { totalCount: z.number() });
export type MemberPage = z.infer<typeof MemberPage>;
export const MemberQuery = UserQuery;
export type MemberQuery = z.infer<typeof MemberQuery>;
