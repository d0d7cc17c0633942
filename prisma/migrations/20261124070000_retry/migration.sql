-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "circuitOpenings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "completedMs" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "consecutiveFailures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unreachableSince" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Assignment" ADD COLUMN     "heldBy" TEXT,
ADD COLUMN     "mustEndAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "autoAssign" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "retryPolicy" JSON,
ADD COLUMN     "submittedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "Job_queue_idx" ON "Job"("priority" DESC, "createdAt", "id") WHERE (status = 'PENDING'::"JobStatus");

-- A server holds only what is open.
ALTER TABLE "Assignment"
  ADD CONSTRAINT "Assignment_held_while_open" CHECK ("heldBy" IS NULL OR state IN ('ASSIGNED', 'IN_PROGRESS'));

-- Lost calls are looked for every second.
CREATE INDEX "Assignment_undispatched_idx" ON "Assignment" ("createdAt") WHERE state = 'ASSIGNED' AND "heldBy" IS NULL;

-- A job may also fail while it waits: its time ran out.
ALTER TABLE "Job"
  DROP CONSTRAINT "Job_pending_has_no_agent",
  ADD CONSTRAINT "Job_pending_has_no_agent" CHECK (status <> 'PENDING' OR "agentId" IS NULL),
  ADD CONSTRAINT "Job_held_by_an_agent" CHECK (status NOT IN ('ASSIGNED', 'IN_PROGRESS') OR "agentId" IS NOT NULL);
