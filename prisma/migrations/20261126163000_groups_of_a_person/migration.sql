-- The groups of a person are answered by the index alone.
DROP INDEX "directory_membership_directory_id_user_id_idx";
CREATE INDEX "directory_membership_directory_id_user_id_group_id_idx" ON "directory_membership"("directory_id", "user_id", "group_id");
-- Whether somebody returns is asked of each new person.
CREATE INDEX "removed_user_directory_id_external_id_idx" ON "removed_user"("directory_id", "external_id");
