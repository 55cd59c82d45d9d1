-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "user_id_attribute" TEXT NOT NULL DEFAULT 'userName',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_request_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scim_token" (
    "id" TEXT NOT NULL,
    "directory_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "last_used_agent" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "scim_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_user" (
    "directory_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "user_name" TEXT NOT NULL,
    "user_name_key" TEXT NOT NULL,
    "external_id" TEXT,
    "display_name" TEXT,
    "email" TEXT,
    "active" BOOLEAN NOT NULL,
    "resource" JSONB NOT NULL,
    "search" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_user_pkey" PRIMARY KEY ("directory_id","id")
);

-- CreateTable
CREATE TABLE "directory_group" (
    "directory_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "display_name_key" TEXT NOT NULL,
    "external_id" TEXT,
    "resource" JSONB NOT NULL,
    "search" JSONB NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_group_pkey" PRIMARY KEY ("directory_id","id")
);

-- CreateTable
CREATE TABLE "directory_membership" (
    "directory_id" TEXT NOT NULL,
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_membership_pkey" PRIMARY KEY ("directory_id","group_id","user_id")
);

-- CreateTable
CREATE TABLE "directory_subgroup" (
    "directory_id" TEXT NOT NULL,
    "group_id" UUID NOT NULL,
    "child_group_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_subgroup_pkey" PRIMARY KEY ("directory_id","group_id","child_group_id")
);

-- CreateTable
CREATE TABLE "waiting_member" (
    "directory_id" TEXT NOT NULL,
    "group_id" UUID NOT NULL,
    "value_key" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "waiting_member_pkey" PRIMARY KEY ("directory_id","group_id","value_key")
);

-- CreateTable
CREATE TABLE "event" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "directory_id" TEXT NOT NULL,
    "transaction_id" BIGINT NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "previous" JSONB,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "provisioning_entry" (
    "directory_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "sentence" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "scim_type" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "target_type" TEXT,
    "target_id" TEXT,
    "target_name" TEXT,
    "token_id" TEXT,
    "token_prefix" TEXT,
    "request_id" TEXT NOT NULL,
    "user_agent" TEXT,
    "ip" TEXT,
    "deviations" TEXT[],
    "changes" JSONB NOT NULL,
    "request" JSONB NOT NULL,
    "response" JSONB NOT NULL,

    CONSTRAINT "provisioning_entry_pkey" PRIMARY KEY ("directory_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "organization_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "account_id" TEXT,
    "directory_id" TEXT,
    "directory_user_id" UUID,
    "role" TEXT NOT NULL,
    "role_source" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "profile" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "member_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_agent" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_email_key" ON "account"("email");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE INDEX "directory_organization_id_created_at_idx" ON "directory"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "scim_token_hash_key" ON "scim_token"("hash");

-- CreateIndex
CREATE INDEX "scim_token_directory_id_created_at_idx" ON "scim_token"("directory_id", "created_at");

-- CreateIndex
CREATE INDEX "directory_user_directory_id_external_id_idx" ON "directory_user"("directory_id", "external_id");

-- CreateIndex
CREATE INDEX "directory_user_search_idx" ON "directory_user" USING GIN ("search" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "directory_user_directory_id_user_name_key_key" ON "directory_user"("directory_id", "user_name_key");

-- CreateIndex
CREATE INDEX "directory_group_directory_id_external_id_idx" ON "directory_group"("directory_id", "external_id");

-- CreateIndex
CREATE INDEX "directory_group_search_idx" ON "directory_group" USING GIN ("search" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "directory_group_directory_id_display_name_key_key" ON "directory_group"("directory_id", "display_name_key");

-- CreateIndex
CREATE INDEX "directory_membership_directory_id_user_id_idx" ON "directory_membership"("directory_id", "user_id");

-- CreateIndex
CREATE INDEX "directory_subgroup_directory_id_child_group_id_idx" ON "directory_subgroup"("directory_id", "child_group_id");

-- CreateIndex
CREATE INDEX "waiting_member_directory_id_value_key_idx" ON "waiting_member"("directory_id", "value_key");

-- CreateIndex
CREATE INDEX "event_organization_id_transaction_id_position_idx" ON "event"("organization_id", "transaction_id", "position");

-- CreateIndex
CREATE INDEX "event_directory_id_transaction_id_position_idx" ON "event"("directory_id", "transaction_id", "position");

-- CreateIndex
CREATE INDEX "provisioning_entry_directory_id_outcome_id_idx" ON "provisioning_entry"("directory_id", "outcome", "id");

-- CreateIndex
CREATE INDEX "provisioning_entry_directory_id_target_id_id_idx" ON "provisioning_entry"("directory_id", "target_id", "id");

-- CreateIndex
CREATE INDEX "member_account_id_idx" ON "member"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_organization_id_account_id_key" ON "member"("organization_id", "account_id");

-- CreateIndex
CREATE UNIQUE INDEX "member_organization_id_directory_id_directory_user_id_key" ON "member"("organization_id", "directory_id", "directory_user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_organization_id_idx" ON "api_key"("organization_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory" ADD CONSTRAINT "directory_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scim_token" ADD CONSTRAINT "scim_token_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_user" ADD CONSTRAINT "directory_user_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_group" ADD CONSTRAINT "directory_group_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_membership" ADD CONSTRAINT "directory_membership_directory_id_group_id_fkey" FOREIGN KEY ("directory_id", "group_id") REFERENCES "directory_group"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_membership" ADD CONSTRAINT "directory_membership_directory_id_user_id_fkey" FOREIGN KEY ("directory_id", "user_id") REFERENCES "directory_user"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_subgroup" ADD CONSTRAINT "directory_subgroup_directory_id_group_id_fkey" FOREIGN KEY ("directory_id", "group_id") REFERENCES "directory_group"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_subgroup" ADD CONSTRAINT "directory_subgroup_directory_id_child_group_id_fkey" FOREIGN KEY ("directory_id", "child_group_id") REFERENCES "directory_group"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiting_member" ADD CONSTRAINT "waiting_member_directory_id_group_id_fkey" FOREIGN KEY ("directory_id", "group_id") REFERENCES "directory_group"("directory_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provisioning_entry" ADD CONSTRAINT "provisioning_entry_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

