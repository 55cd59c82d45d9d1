-- In the order of bytes a beginning is a range: the unique indexes then answer `sw` as well as `eq`.
ALTER TABLE "directory_user" ALTER COLUMN "user_name_key" TYPE TEXT COLLATE "C";
ALTER TABLE "directory_group" ALTER COLUMN "display_name_key" TYPE TEXT COLLATE "C";

-- AlterTable
ALTER TABLE "directory" ADD COLUMN     "label" TEXT,
ADD COLUMN     "rate_limit" INTEGER,
ADD COLUMN     "schemas" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "provisioning_entry" ADD COLUMN     "dialect" TEXT;

-- AlterTable
ALTER TABLE "scim_token" ADD COLUMN     "client_id" TEXT,
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "scopes" TEXT[];

-- Tokens from before scopes may do what they could do before.
UPDATE "scim_token" SET "scopes" = '{get:users,post:users,put:users,patch:users,delete:users,get:groups,post:groups,put:groups,patch:groups,delete:groups}';

-- CreateTable
CREATE TABLE "oauth_client" (
    "id" TEXT NOT NULL,
    "directory_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oauth_secret" (
    "id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "oauth_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "removed_user" (
    "directory_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "user_name_key" TEXT NOT NULL,
    "external_id" TEXT,
    "removed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "removed_user_pkey" PRIMARY KEY ("directory_id","id")
);

-- CreateIndex
CREATE INDEX "oauth_client_directory_id_created_at_idx" ON "oauth_client"("directory_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "oauth_secret_hash_key" ON "oauth_secret"("hash");

-- CreateIndex
CREATE INDEX "oauth_secret_client_id_idx" ON "oauth_secret"("client_id");

-- CreateIndex
CREATE INDEX "removed_user_directory_id_user_name_key_idx" ON "removed_user"("directory_id", "user_name_key");

-- CreateIndex
CREATE UNIQUE INDEX "directory_label_key" ON "directory"("label");

-- CreateIndex
CREATE INDEX "scim_token_client_id_idx" ON "scim_token"("client_id");

-- AddForeignKey
ALTER TABLE "scim_token" ADD CONSTRAINT "scim_token_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "oauth_client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_client" ADD CONSTRAINT "oauth_client_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "oauth_secret" ADD CONSTRAINT "oauth_secret_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "oauth_client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "removed_user" ADD CONSTRAINT "removed_user_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;
