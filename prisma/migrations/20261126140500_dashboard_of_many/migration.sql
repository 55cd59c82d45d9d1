-- What pages ask of an organization with a hundred thousand members is answered by an index instead of by reading them all.

-- Whether a rule has given anybody a role.
CREATE INDEX "member_role_by_rule_idx" ON "member"("organization_id", "directory_id")
  WHERE "active" AND "role_source" NOT IN ('default', 'manual');

-- People who have the address of an account: from the few accounts to their people.
CREATE INDEX "member_unlinked_email_idx" ON "member"("organization_id", (lower("email")))
  WHERE "account_id" IS NULL AND "directory_user_id" IS NOT NULL AND "removed_at" IS NULL;

-- The list of members is in the order of names.
CREATE INDEX "member_name_key_idx" ON "member"("organization_id", (lower("name") || ' ' || "id"))
  WHERE "removed_at" IS NULL;
