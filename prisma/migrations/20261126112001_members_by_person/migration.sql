-- A person's member is looked up by organization, directory and person. With an index that begins the same way but covers
-- everybody, a plan made while the table was small could read all members of the directory instead
DROP INDEX "member_organization_id_directory_id_problem_count_idx";
CREATE INDEX "member_organization_id_directory_id_problem_count_idx" ON "member"("organization_id", "directory_id", "problem_count")
  WHERE "problem_count" > 0;

DROP INDEX "member_directory_id_deactivated_at_idx";
CREATE INDEX "member_directory_id_deactivated_at_idx" ON "member"("directory_id", "deactivated_at")
  WHERE "deactivated_at" IS NOT NULL;
