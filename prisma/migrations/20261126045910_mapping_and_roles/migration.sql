-- AlterTable
ALTER TABLE "directory" ADD COLUMN     "configuration_version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "directory_user" ADD COLUMN     "sent_groups" JSONB;

-- AlterTable
ALTER TABLE "member" ADD COLUMN     "break_glass" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "configuration_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "kept" TEXT,
ADD COLUMN     "manual_role" TEXT,
ADD COLUMN     "origins" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "problem_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "problems" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "role_origin" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "roles" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "member_attributes" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "directory_configuration" (
    "directory_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "user_id_attribute" TEXT NOT NULL,
    "rows" JSONB NOT NULL,
    "roles" JSONB NOT NULL,
    "note" TEXT,
    "author" TEXT NOT NULL,
    "author_name" TEXT NOT NULL,
    "restored_from" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_configuration_pkey" PRIMARY KEY ("directory_id","version")
);

-- CreateTable
CREATE TABLE "organization_role" (
    "organization_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,
    "permissions" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_role_pkey" PRIMARY KEY ("organization_id","slug")
);

-- CreateTable
CREATE TABLE "mapping_run" (
    "directory_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "draft" JSONB,
    "total" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "last_user_id" UUID,
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "mapping_run_pkey" PRIMARY KEY ("directory_id","id")
);

-- CreateTable
CREATE TABLE "mapping_run_change" (
    "directory_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "email" TEXT,
    "tags" TEXT[],
    "detail" JSONB NOT NULL,

    CONSTRAINT "mapping_run_change_pkey" PRIMARY KEY ("directory_id","run_id","user_id")
);

-- CreateIndex
CREATE INDEX "mapping_run_state_lease_until_idx" ON "mapping_run"("state", "lease_until");

-- CreateIndex
CREATE INDEX "member_organization_id_directory_id_problem_count_idx" ON "member"("organization_id", "directory_id", "problem_count");

-- AddForeignKey
ALTER TABLE "directory_configuration" ADD CONSTRAINT "directory_configuration_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_role" ADD CONSTRAINT "organization_role_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_run" ADD CONSTRAINT "mapping_run_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mapping_run_change" ADD CONSTRAINT "mapping_run_change_directory_id_run_id_fkey" FOREIGN KEY ("directory_id", "run_id") REFERENCES "mapping_run"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What was given by hand so far stays so, and everybody holds the one role they have.
UPDATE "member" SET "manual_role" = "role" WHERE "role_source" = 'manual';
UPDATE "member" SET "roles" = ARRAY["role"];
