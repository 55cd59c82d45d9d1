-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "hash" BYTEA,
ADD COLUMN     "ip" TEXT,
ADD COLUMN     "request_id" TEXT,
ADD COLUMN     "seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surface" TEXT;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "removed_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_by" TEXT,
ADD COLUMN     "suspended_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "settings" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "invitation" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "mailed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "verified_domain" (
    "organization_id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "challenge" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "verified_domain_pkey" PRIMARY KEY ("organization_id","domain")
);

-- CreateTable
CREATE TABLE "mail" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "occasion" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "mail_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "link_decision" (
    "organization_id" TEXT NOT NULL,
    "directory_id" TEXT NOT NULL,
    "directory_user_id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_decision_pkey" PRIMARY KEY ("organization_id","directory_id","directory_user_id","account_id")
);

-- CreateTable
CREATE TABLE "directory_alarm" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "directory_id" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "affected" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,
    "held" BOOLEAN NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "settled_by" TEXT,

    CONSTRAINT "directory_alarm_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "invitation_hash_key" ON "invitation"("hash");

-- CreateIndex
CREATE INDEX "invitation_organization_id_created_at_idx" ON "invitation"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "verified_domain_domain_idx" ON "verified_domain"("domain");

-- CreateIndex
CREATE INDEX "mail_sent_at_created_at_idx" ON "mail"("sent_at", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "mail_organization_id_occasion_recipient_key" ON "mail"("organization_id", "occasion", "recipient");

-- CreateIndex
CREATE INDEX "directory_alarm_directory_id_raised_at_idx" ON "directory_alarm"("directory_id", "raised_at");

-- CreateIndex
CREATE INDEX "audit_entry_organization_id_seq_idx" ON "audit_entry"("organization_id", "seq");

-- CreateIndex
CREATE INDEX "member_directory_id_deactivated_at_idx" ON "member"("directory_id", "deactivated_at");

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "verified_domain" ADD CONSTRAINT "verified_domain_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail" ADD CONSTRAINT "mail_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_decision" ADD CONSTRAINT "link_decision_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_alarm" ADD CONSTRAINT "directory_alarm_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The audit log is a chain: each line holds the hash of the line before and of itself, and no line changes or goes.
-- Bodies spell a semicolon as \x3b, because the driver adapter cuts a migration into statements at each one.
-- Appending takes a lock, for two at once would both follow the same line.
-- An organization that is deleted takes its log along.

CREATE FUNCTION "audit_entry_hash"("previous" BYTEA, "line" "audit_entry") RETURNS BYTEA LANGUAGE sql STABLE AS E'
  SELECT sha256(coalesce("previous", ''''::bytea) || convert_to(jsonb_build_array(
    "line"."organization_id", "line"."seq", "line"."id", to_char("line"."at" AT TIME ZONE ''UTC'', ''YYYY-MM-DD HH24:MI:SS.MS''),
    "line"."actor", "line"."actor_name", "line"."action", "line"."target_id", "line"."target_name", "line"."detail",
    "line"."before", "line"."after", "line"."surface", "line"."ip", "line"."request_id"
  )::text, ''UTF8''))
';

DO E'
DECLARE
  "line" "audit_entry"\x3b
  "last" "audit_entry"\x3b
BEGIN
  FOR "line" IN SELECT * FROM "audit_entry" ORDER BY "organization_id", "id" LOOP
    IF "last"."organization_id" IS DISTINCT FROM "line"."organization_id" THEN "last" := NULL\x3b END IF\x3b
    "line"."seq" := coalesce("last"."seq", 0) + 1\x3b
    "line"."hash" := "audit_entry_hash"("last"."hash", "line")\x3b
    UPDATE "audit_entry" SET "seq" = "line"."seq", "hash" = "line"."hash"
      WHERE "organization_id" = "line"."organization_id" AND "id" = "line"."id"\x3b
    "last" := "line"\x3b
  END LOOP\x3b
END 
';

CREATE FUNCTION "audit_entry_append"() RETURNS trigger LANGUAGE plpgsql AS E'
DECLARE
  "last" RECORD\x3b
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(''audit '' || NEW."organization_id", 0))\x3b
  SELECT "seq", "hash" INTO "last" FROM "audit_entry"
    WHERE "organization_id" = NEW."organization_id" ORDER BY "seq" DESC LIMIT 1\x3b
  NEW."seq" := coalesce("last"."seq", 0) + 1\x3b
  NEW."hash" := "audit_entry_hash"("last"."hash", NEW)\x3b
  RETURN NEW\x3b
END 
';

CREATE TRIGGER "audit_entry_append" BEFORE INSERT ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "audit_entry_append"();

CREATE FUNCTION "audit_entry_keep"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF TG_OP = ''DELETE'' AND NOT EXISTS (SELECT FROM "organization" WHERE "id" = OLD."organization_id") THEN
    RETURN OLD\x3b
  END IF\x3b
  RAISE EXCEPTION ''The audit log is only ever appended to.'' USING ERRCODE = ''insufficient_privilege''\x3b
END 
';

CREATE TRIGGER "audit_entry_keep" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "audit_entry_keep"();
