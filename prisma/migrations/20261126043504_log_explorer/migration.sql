-- AlterTable
ALTER TABLE "directory" ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_until" TIMESTAMPTZ(3),
ADD COLUMN     "switched_off_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "provisioning_entry" ADD COLUMN     "cause" TEXT,
ADD COLUMN     "operation" TEXT NOT NULL DEFAULT 'read',
ADD COLUMN     "search" tsvector;

-- AlterTable
ALTER TABLE "scim_token" ADD COLUMN     "successor_id" TEXT;

-- CreateTable
CREATE TABLE "provisioning_minute" (
    "directory_id" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "outcome" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "token_id" TEXT NOT NULL,
    "dialect" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "requests" INTEGER NOT NULL,

    CONSTRAINT "provisioning_minute_pkey" PRIMARY KEY ("directory_id","minute","outcome","operation","cause","token_id","dialect","status")
);

-- CreateTable
CREATE TABLE "provisioning_mark" (
    "directory_id" TEXT NOT NULL,
    "until" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "provisioning_mark_pkey" PRIMARY KEY ("directory_id")
);

-- CreateIndex
CREATE INDEX "provisioning_entry_directory_id_operation_id_idx" ON "provisioning_entry"("directory_id", "operation", "id");

-- CreateIndex
CREATE INDEX "provisioning_entry_directory_id_token_id_id_idx" ON "provisioning_entry"("directory_id", "token_id", "id");

-- CreateIndex
CREATE INDEX "provisioning_entry_directory_id_cause_id_idx" ON "provisioning_entry"("directory_id", "cause", "id") WHERE "cause" IS NOT NULL;

-- CreateIndex
CREATE INDEX "provisioning_entry_search_idx" ON "provisioning_entry" USING GIN ("search" tsvector_ops);

-- AddForeignKey
ALTER TABLE "provisioning_minute" ADD CONSTRAINT "provisioning_minute_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioning_mark" ADD CONSTRAINT "provisioning_mark_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What went wrong before causes were kept has one all the same, so that filters find it.
UPDATE "provisioning_entry" SET "cause" = CASE WHEN "status" >= 500 THEN 'internal-error' ELSE 'request-invalid' END WHERE "status" >= 400;
