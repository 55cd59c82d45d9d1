-- DropIndex
DROP INDEX "event_directory_id_transaction_id_position_idx";

-- DropIndex
DROP INDEX "event_organization_id_transaction_id_position_idx";

-- AlterTable
ALTER TABLE "event" DROP COLUMN "transaction_id",
ADD COLUMN     "sequence" BIGINT;

-- CreateIndex
CREATE INDEX "event_organization_id_sequence_idx" ON "event"("organization_id", "sequence");

-- CreateIndex
CREATE INDEX "event_sequence_position_idx" ON "event"("sequence", "position");
