"use client";

import type * as z from "zod/mini";
import { Fact, Facts, Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { DirectoryUserDetail } from "#lib/contract/directory-people.ts";
import { fieldName, flatProfile } from "./mapping/fields.ts";
import { ShownValue } from "./mapping/shown-value.tsx";
import { roleName } from "./member-role.tsx";

type User = z.infer<typeof DirectoryUserDetail>;

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
    {fieldsOf(member.profile).map(([field, value]) => (
      <Fact key={field} name={fieldName(field)}>
        <ShownValue value={value} />
      </Fact>
    ))}
  </>
);

/** Field by field; whether the person is active stands in words above them already. */
const fieldsOf = (profile: Record<string, unknown>) =>
  [...flatProfile(profile)].filter(([field]) => field !== "active");
