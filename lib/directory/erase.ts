/** Erasing a person for good: what a data protection request asks for once the identity provider has taken them out. */
import type { EraseMember } from "#lib/contract/member.ts";
import type { AdminContext, AuditWrite } from "./admin-context.ts";
import { audit } from "./audit.ts";
import type { EventWrite } from "./context.ts";
import { DirectoryError, notFound } from "./error.ts";
import { requirePermission } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";
import { requireRecentSignIn } from "./step-up.ts";

/** Whom to erase, under every key that leads to them. */
export interface ErasedPerson {
  readonly organizationId: string;
  readonly memberId: string;
  readonly directoryId: string;
  /** UUID. */
  readonly userId: string;
}

export interface EraseStore {
  /**
   * Takes the person out of the directory, its groups, the log, the events with their deliveries, and the memory for
   * returning people; the membership too, unless an account stands behind it. `events` tell the application.
   * @returns `active` when the identity provider has them active meanwhile: then nothing was done
   */
  erase(person: ErasedPerson, at: Date, audit: AuditWrite, events: readonly EventWrite[]): Promise<"erased" | "active">;
  wasErased(organizationId: string, memberId: string): Promise<boolean>;
}

/**
 * Erases somebody who is out already. What is left is the audit log, whose chain is kept for good: the line that this was
 * done names nobody, earlier ones name whom an admin acted on. Erasing again changes nothing; if the provider sends them again they are somebody new.
 * @throws DirectoryError not_found; conflict while they are active or when no directory sent them; invalid for another name
 */
export async function eraseMember(
  ctx: AdminContext,
  organizationId: string,
  memberId: string,
  { name }: EraseMember,
): Promise<void> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:manage");
  requireRecentSignIn(ctx);
  const member = await ctx.stores.members.find(organizationId, memberId);
  if (!member) {
    if (await ctx.stores.erasures.wasErased(organizationId, memberId)) return;
    throw notFound("member");
  }
  const { directoryId, directoryUserId: userId } = member;
  if (!directoryId || !userId) {
    throw new DirectoryError(
      "conflict",
      `No directory sent ${member.name}. Remove them from the organization instead.`,
    );
  }
  if (name !== member.name) {
    throw new DirectoryError("invalid", `Enter ${member.name} to confirm.`, {
      fields: { name: "That is another name." },
    });
  }
  const line = audit(
    ctx,
    organizationId,
    "member.erased",
    { id: memberId, name: "an erased person" },
    {},
    {
      before: { personalData: "kept" },
      after: { personalData: "erased" },
    },
  );
  const person = { organizationId, memberId, directoryId, userId };
  const done = await ctx.stores.erasures.erase(person, ctx.now(), line, [erasedEvent(person, ctx.now())]);
  if (done === "active") {
    throw new DirectoryError(
      "conflict",
      `The identity provider has ${member.name} active and would send them again. Take them out there first.`,
    );
  }
}

/** For the application, which has personal data of its own to delete: the ids it knows, and nothing else. */
function erasedEvent({ organizationId, directoryId, userId }: ErasedPerson, at: Date): EventWrite {
  const data = {
    object: "directory_user",
    id: prefixedId("directory_user", userId),
    directory_id: directoryId,
    organization_id: organizationId,
    idp_id: null,
    username: null,
    email: null,
    emails: [],
    first_name: null,
    last_name: null,
    name: "",
    job_title: null,
    state: "inactive",
    custom_attributes: {},
    role: null,
    roles: [],
    raw_attributes: {},
    groups: [],
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
  };
  return { type: "dsync.user.deleted", subjectId: userId, data, previous: null };
}
