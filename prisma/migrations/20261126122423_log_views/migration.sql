-- CreateTable
CREATE TABLE "log_view" (
    "directory_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "log_view_pkey" PRIMARY KEY ("directory_id","id")
);

-- AddForeignKey
ALTER TABLE "log_view" ADD CONSTRAINT "log_view_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;
