-- People are counted by the index of all of them and by this one, which only grows with those who are inactive: a write of
-- somebody active does not touch it.
CREATE INDEX "directory_user_directory_id_active_idx" ON "directory_user"("directory_id", "active") WHERE NOT "active";
