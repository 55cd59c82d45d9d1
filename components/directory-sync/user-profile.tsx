"use client";

import type * as z from "zod/mini";
import { Fact, Facts, Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DirectoryUserDetail } from "#lib/contract/directory-people.ts";
import { roleName } from "./member-role.tsx";

type User = z.infer<typeof DirectoryUserDetail>;

/** The profile fields of the default mapping in words, in the order in which they are read. */
const FIELD_NAMES: ReadonlyMap<string, string> = new Map([
  ["name", "Name"],
  ["first_name", "First name"],
  ["last_name", "Last name"],
  ["email_address", "E-mail"],
  ["username", "User name"],
  ["external_id", "External id"],
]);

/** The member this person became, and when they came. */
export const UserProfile = ({ user }: { user: User }) => (
  <Section title="Profile" description="What the attribute mapping makes of the document below.">
    <div className="py-1">
      <Facts>
        {user.member ? (
          <Membership member={user.member} />
        ) : (
          <Fact name="Membership">
            <span className="text-muted">Not a member of the organization</span>
          </Fact>
        )}
        <Fact name="Id">
          <code className="font-mono text-xs break-all">{user.id}</code>
        </Fact>
        <Fact name="First sent">
          <RelativeTime at={user.createdAt} />
        </Fact>
        <Fact name="Last changed">
          <RelativeTime at={user.updatedAt} />
        </Fact>
      </Facts>
    </div>
  </Section>
);

const Membership = ({ member }: { member: NonNullable<User["member"]> }) => (
  <>
    <Fact name="Membership">
      {member.active ? "Member of the organization" : "Taken away while inactive; the same one returns on reactivation"}
    </Fact>
    <Fact name="Role">{roleName(member.role)}</Fact>
    {inOrder(member.profile).map(([field, value]) => (
      <Fact key={field} name={FIELD_NAMES.get(field) ?? field}>
        <span className="wrap-anywhere">{typeof value === "string" ? value : JSON.stringify(value)}</span>
      </Fact>
    ))}
  </>
);

const ORDER = [...FIELD_NAMES.keys()];
/** What the default mapping does not know comes behind. */
const placeOf = (field: string) => (ORDER.includes(field) ? ORDER.indexOf(field) : ORDER.length);

/** The profile field by field; whether the person is active stands in words above it already. */
const inOrder = (profile: Record<string, unknown>) =>
  Object.entries(profile)
    .filter(([field]) => field !== "active")
    .sort(([one], [other]) => placeOf(one) - placeOf(other));
