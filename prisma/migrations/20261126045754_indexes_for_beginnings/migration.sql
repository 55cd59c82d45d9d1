-- `sw` on a person's e-mail addresses: each folded address is one lexeme, and lexemes are found by their beginnings.
CREATE FUNCTION "directory_email_lexemes"("search" JSONB) RETURNS TSVECTOR LANGUAGE SQL IMMUTABLE PARALLEL SAFE AS $$
  SELECT pg_catalog.array_to_tsvector(ARRAY(
    SELECT e.value #>> '{}' FROM pg_catalog.jsonb_path_query(search, 'lax $.emails[*].value ? (@.type() == "string" && @ != "")') AS e(value)
  ))
$$;
CREATE INDEX "directory_user_email_lexemes_idx" ON "directory_user" USING GIN ("directory_email_lexemes"("search"));

-- `sw`, `eq` and the order of a person's displayName, in the order of bytes.
CREATE INDEX "directory_user_display_name_key_idx" ON "directory_user"("directory_id", (("search" ->> 'displayname') COLLATE "C"), "id");

-- CreateIndex
CREATE INDEX "directory_user_directory_id_updated_at_idx" ON "directory_user"("directory_id", "updated_at");

-- Whoever came without `active` counts as active, and from now on says so.
UPDATE "directory_user" SET "resource" = "resource" || '{"active": true}', "search" = "search" || '{"active": true}' WHERE NOT "resource" ? 'active';
