-- CreateTable
CREATE TABLE "directory_setup" (
    "directory_id" TEXT NOT NULL,
    "step" TEXT,
    "done" JSONB NOT NULL DEFAULT '{}',
    "read_to" UUID,
    "findings" JSONB NOT NULL DEFAULT '{}',
    "test" JSONB,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "directory_setup_pkey" PRIMARY KEY ("directory_id")
);

-- CreateTable
CREATE TABLE "setup_link" (
    "id" TEXT NOT NULL,
    "directory_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "openings" JSONB NOT NULL DEFAULT '[]',
    "tokens" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "setup_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stranger_request" (
    "key" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "prefix" TEXT,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "connection" TEXT,
    "user_agent" TEXT,
    "ip" TEXT,

    CONSTRAINT "stranger_request_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "setup_link_hash_key" ON "setup_link"("hash");

-- CreateIndex
CREATE INDEX "setup_link_directory_id_created_at_idx" ON "setup_link"("directory_id", "created_at");

-- CreateIndex
CREATE INDEX "stranger_request_last_at_idx" ON "stranger_request"("last_at");

-- AddForeignKey
ALTER TABLE "directory_setup" ADD CONSTRAINT "directory_setup_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "setup_link" ADD CONSTRAINT "setup_link_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;
