-- Memberships are written by sync, by re-mapping and by hand. What must hold whoever writes stands here, in the same
-- transaction. Bodies spell a semicolon as \x3b, because the driver adapter cuts a migration into statements at each one.

-- Somebody who was shut out by hand stays out although the IdP repeats that they are active. Once it says that they are
-- not, its word counts again. Who comes back through a directory is no longer taken out.
CREATE FUNCTION "member_hold_suspension"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF OLD."suspended_until" IS NOT NULL AND NEW."suspended_until" IS NOT DISTINCT FROM OLD."suspended_until" THEN
    IF EXISTS (SELECT FROM "directory_user" u WHERE u."directory_id" = NEW."directory_id"
      AND u."id" = NEW."directory_user_id" AND NOT u."active") THEN
      NEW."suspended_until" := NULL\x3b
      NEW."suspended_by" := NULL\x3b
      NEW."active" := false\x3b
    ELSIF NEW."active" AND OLD."suspended_until" > NEW."updated_at" THEN
      NEW."active" := false\x3b
      NEW."deactivated_at" := OLD."deactivated_at"\x3b
    ELSIF NEW."active" THEN
      NEW."suspended_until" := NULL\x3b
      NEW."suspended_by" := NULL\x3b
    END IF\x3b
  END IF\x3b
  IF NEW."active" AND NOT OLD."active" AND NEW."directory_user_id" IS NOT NULL THEN
    NEW."removed_at" := NULL\x3b
  END IF\x3b
  RETURN NEW\x3b
END
';

CREATE TRIGGER "member_hold_suspension" BEFORE UPDATE ON "member" FOR EACH ROW EXECUTE FUNCTION "member_hold_suspension"();

-- An account whose last membership ends is signed out everywhere.
CREATE FUNCTION "member_end_sessions"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  UPDATE "session" s SET "ended_at" = NEW."updated_at"
  WHERE s."account_id" = NEW."account_id" AND s."ended_at" IS NULL
    AND NOT EXISTS (SELECT FROM "member" m WHERE m."account_id" = NEW."account_id" AND m."active")\x3b
  RETURN NULL\x3b
END
';

CREATE TRIGGER "member_end_sessions" AFTER UPDATE OF "active" ON "member" FOR EACH ROW
  WHEN (OLD."active" AND NOT NEW."active" AND NEW."account_id" IS NOT NULL) EXECUTE FUNCTION "member_end_sessions"();
