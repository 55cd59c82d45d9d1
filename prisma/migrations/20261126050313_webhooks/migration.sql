-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "events" TEXT[],
    "kind" TEXT NOT NULL,
    "header_names" TEXT[],
    "sealed_headers" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "organization_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("organization_id","endpoint_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "event_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "sequence" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "payload" JSONB,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "organization_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "timing" JSONB NOT NULL,
    "status" INTEGER,
    "reason" TEXT NOT NULL,
    "detail" TEXT,
    "request_headers" JSONB NOT NULL,
    "response_headers" JSONB NOT NULL,
    "response_body" TEXT NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("organization_id","delivery_id","number")
);

-- CreateTable
CREATE TABLE "webhook_lane" (
    "organization_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,

    CONSTRAINT "webhook_lane_pkey" PRIMARY KEY ("organization_id","endpoint_id","lane")
);

-- CreateTable
CREATE TABLE "webhook_inspection" (
    "organization_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL,
    "headers" JSONB NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "webhook_inspection_pkey" PRIMARY KEY ("organization_id","endpoint_id","id")
);

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_number_idx" ON "webhook_delivery"("organization_id", "number");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_endpoint_id_state_lane_seq_idx" ON "webhook_delivery"("organization_id", "endpoint_id", "state", "lane", "sequence");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_endpoint_id_state_next_att_idx" ON "webhook_delivery"("organization_id", "endpoint_id", "state", "next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_organization_id_endpoint_id_event_id_key" ON "webhook_delivery"("organization_id", "endpoint_id", "event_id");

-- CreateIndex
CREATE INDEX "webhook_attempt_organization_id_endpoint_id_at_idx" ON "webhook_attempt"("organization_id", "endpoint_id", "at");

-- CreateIndex
CREATE INDEX "webhook_lane_due_at_idx" ON "webhook_lane"("due_at");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_organization_id_delivery_id_fkey" FOREIGN KEY ("organization_id", "delivery_id") REFERENCES "webhook_delivery"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_lane" ADD CONSTRAINT "webhook_lane_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_inspection" ADD CONSTRAINT "webhook_inspection_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
