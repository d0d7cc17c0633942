-- CreateEnum
CREATE TYPE "BatchKind" AS ENUM ('ASSIGN', 'AUTO_ASSIGN', 'CANCEL', 'RESUBMIT');

-- CreateEnum
CREATE TYPE "BatchState" AS ENUM ('RUNNING', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "BatchItemOutcome" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED');

-- CreateTable
CREATE TABLE "Batch" (
    "id" TEXT NOT NULL,
    "kind" "BatchKind" NOT NULL,
    "state" "BatchState" NOT NULL DEFAULT 'RUNNING',
    "actor" TEXT NOT NULL,
    "agentId" TEXT,
    "reason" TEXT,
    "total" INTEGER NOT NULL,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "solution" JSON,
    "heldBy" TEXT,
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Batch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BatchItem" (
    "batchId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "jobId" TEXT NOT NULL,
    "agentId" TEXT,
    "outcome" "BatchItemOutcome" NOT NULL DEFAULT 'PENDING',
    "code" TEXT,
    "message" TEXT,

    CONSTRAINT "BatchItem_pkey" PRIMARY KEY ("batchId","position")
);

-- CreateIndex
CREATE INDEX "Batch_createdAt_id_idx" ON "Batch"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Batch_running_idx" ON "Batch"("createdAt") WHERE (state = 'RUNNING'::"BatchState");

-- AddForeignKey
ALTER TABLE "BatchItem" ADD CONSTRAINT "BatchItem_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "Batch"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An item is written twice: as it comes in, and when it is settled. With room beside it, the second leaves the index alone.
ALTER TABLE "BatchItem" SET (fillfactor = 60);

ALTER TABLE "Batch"
  ADD CONSTRAINT "Batch_counts" CHECK (succeeded >= 0 AND failed >= 0 AND skipped >= 0 AND cancelled >= 0
                                       AND succeeded + failed + skipped + cancelled <= total),
  -- Ended is ended: nobody holds it, and nothing of it is open.
  ADD CONSTRAINT "Batch_ended" CHECK ((state = 'RUNNING') = ("endedAt" IS NULL)),
  ADD CONSTRAINT "Batch_held_while_running" CHECK (state = 'RUNNING' OR "heldBy" IS NULL);
