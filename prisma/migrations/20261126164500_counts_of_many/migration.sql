-- Members are counted by an index alone: by role, by state, and by the version that made them. Its entries are few words that
-- most members share, so it is small, and a write puts its entry behind those that are like it. All members are in it: the
-- condition is always true, and keeps it from being used by whoever does not name it. A look-up of one person, planned while
-- there are few, would otherwise go this way and read everybody later (20261126112001_members_by_person).
CREATE INDEX "member_counts_idx" ON "member"("organization_id", "directory_id", "configuration_version", "role", "active", "problem_count")
  WHERE "problem_count" >= 0;

-- The rest hold only the exceptions: a write of somebody ordinary does not touch them.

-- Whose role does not follow from the rules alone.
CREATE INDEX "member_held_idx" ON "member"("organization_id", "directory_id")
  WHERE "kept" IS NOT NULL OR "break_glass" OR "manual_role" IS NOT NULL OR "role_source" = 'manual';

-- Whom no directory sends.
CREATE INDEX "member_without_person_idx" ON "member"("organization_id") WHERE "directory_user_id" IS NULL;

-- Who was taken out by hand.
CREATE INDEX "member_removed_idx" ON "member"("organization_id") WHERE "removed_at" IS NOT NULL;

-- Whose suspension ends one day: looked for every minute.
CREATE INDEX "member_suspended_until_idx" ON "member"("suspended_until") WHERE "suspended_until" IS NOT NULL;
