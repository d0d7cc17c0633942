-- Text search by any part of a title, a description or a name.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('PENDING', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED');

-- CreateEnum
CREATE TYPE "JobLogStatus" AS ENUM ('PENDING', 'ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED', 'CANCELLED', 'MATCHING_FAILED');

-- CreateEnum
CREATE TYPE "AgentKind" AS ENUM ('HTTP', 'PULL', 'OPENAI');

-- CreateEnum
CREATE TYPE "AssignmentState" AS ENUM ('ASSIGNED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'REJECTED', 'RESUBMISSION_REQUIRED', 'CANCELLED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "MatchMethod" AS ENUM ('MANUAL', 'SCORED', 'MODEL');

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "inputs" JSON,
    "requiredSkills" TEXT[],
    "priority" INTEGER NOT NULL DEFAULT 50,
    "status" "JobStatus" NOT NULL DEFAULT 'PENDING',
    "version" INTEGER NOT NULL DEFAULT 1,
    "result" JSON,
    "agentId" TEXT,
    "lastAssignmentId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobLog" (
    "id" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "agentId" TEXT,
    "requestPayload" JSON,
    "responsePayload" JSON,
    "status" "JobLogStatus" NOT NULL,
    "message" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "seq" BIGSERIAL NOT NULL,
    "jobVersion" INTEGER NOT NULL,
    "previousStatus" "JobStatus",
    "jobStatus" "JobStatus" NOT NULL,
    "assignmentId" TEXT,
    "actor" TEXT NOT NULL,

    CONSTRAINT "JobLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Agent" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "kind" "AgentKind" NOT NULL,
    "endpoint" TEXT,
    "secret" TEXT,
    "tokenHash" TEXT,
    "capacity" INTEGER NOT NULL DEFAULT 1,
    "activeJobs" INTEGER NOT NULL DEFAULT 0,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "cooldownUntil" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),
    "inputSchema" JSON,
    "instructions" TEXT,
    "model" TEXT,
    "completedJobs" INTEGER NOT NULL DEFAULT 0,
    "failedJobs" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Skill" (
    "agentId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Skill_pkey" PRIMARY KEY ("agentId","position")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "agentId" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "state" "AssignmentState" NOT NULL DEFAULT 'ASSIGNED',
    "leaseToken" TEXT NOT NULL,
    "leaseMs" INTEGER NOT NULL,
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "failureClass" TEXT,
    "message" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MatchDecision" (
    "id" TEXT NOT NULL,
    "assignmentId" TEXT NOT NULL,
    "method" "MatchMethod" NOT NULL,
    "winnerAgentId" TEXT,
    "reason" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION,
    "model" TEXT,
    "promptVersion" TEXT,
    "candidates" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MatchDecision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RefusedReport" (
    "id" TEXT NOT NULL,
    "assignmentId" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "payload" JSON,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RefusedReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "scope" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "result" JSON NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("scope","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Job_lastAssignmentId_key" ON "Job"("lastAssignmentId");

-- CreateIndex
CREATE INDEX "Job_createdAt_id_idx" ON "Job"("createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_updatedAt_id_idx" ON "Job"("updatedAt", "id");

-- CreateIndex
CREATE INDEX "Job_priority_id_idx" ON "Job"("priority", "id");

-- CreateIndex
CREATE INDEX "Job_title_id_idx" ON "Job"("title", "id");

-- CreateIndex
CREATE INDEX "Job_status_createdAt_id_idx" ON "Job"("status", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_agentId_createdAt_id_idx" ON "Job"("agentId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Job_title_trgm_idx" ON "Job" USING GIN ("title" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Job_description_trgm_idx" ON "Job" USING GIN ("description" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "JobLog_xid_seq_idx" ON "JobLog"("xid", "seq");

-- CreateIndex
CREATE INDEX "JobLog_jobId_xid_seq_idx" ON "JobLog"("jobId", "xid", "seq");

-- CreateIndex
CREATE INDEX "JobLog_agentId_createdAt_idx" ON "JobLog"("agentId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "JobLog_jobId_jobVersion_key" ON "JobLog"("jobId", "jobVersion");

-- CreateIndex
CREATE UNIQUE INDEX "Agent_name_key" ON "Agent"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Agent_tokenHash_key" ON "Agent"("tokenHash");

-- CreateIndex
CREATE INDEX "Agent_name_trgm_idx" ON "Agent" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Skill_name_idx" ON "Skill"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Skill_agentId_name_key" ON "Skill"("agentId", "name");

-- CreateIndex
CREATE INDEX "Assignment_agentId_state_createdAt_idx" ON "Assignment"("agentId", "state", "createdAt");

-- CreateIndex
CREATE INDEX "Assignment_leaseExpiresAt_idx" ON "Assignment"("leaseExpiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_jobId_attempt_key" ON "Assignment"("jobId", "attempt");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_one_open_per_job_key" ON "Assignment"("jobId") WHERE (state IN ('ASSIGNED'::"AssignmentState", 'IN_PROGRESS'::"AssignmentState"));

-- CreateIndex
CREATE UNIQUE INDEX "MatchDecision_assignmentId_key" ON "MatchDecision"("assignmentId");

-- CreateIndex
CREATE INDEX "MatchDecision_createdAt_idx" ON "MatchDecision"("createdAt");

-- CreateIndex
CREATE INDEX "RefusedReport_assignmentId_createdAt_idx" ON "RefusedReport"("assignmentId", "createdAt");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_lastAssignmentId_fkey" FOREIGN KEY ("lastAssignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobLog" ADD CONSTRAINT "JobLog_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JobLog" ADD CONSTRAINT "JobLog_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Skill" ADD CONSTRAINT "Skill_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MatchDecision" ADD CONSTRAINT "MatchDecision_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RefusedReport" ADD CONSTRAINT "RefusedReport_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What must never be, whatever the code does.
ALTER TABLE "Job"
  ADD CONSTRAINT "Job_pending_has_no_agent" CHECK ((status = 'PENDING') = ("agentId" IS NULL)),
  ADD CONSTRAINT "Job_priority_range" CHECK (priority BETWEEN 0 AND 100),
  ADD CONSTRAINT "Job_version_positive" CHECK (version >= 1);

ALTER TABLE "Agent"
  ADD CONSTRAINT "Agent_load_within_capacity" CHECK ("activeJobs" BETWEEN 0 AND capacity),
  ADD CONSTRAINT "Agent_capacity_range" CHECK (capacity BETWEEN 1 AND 10000);

ALTER TABLE "Assignment"
  ADD CONSTRAINT "Assignment_lease_while_open" CHECK ((state IN ('ASSIGNED', 'IN_PROGRESS')) = ("leaseExpiresAt" IS NOT NULL)),
  ADD CONSTRAINT "Assignment_ended_when_closed" CHECK ((state IN ('ASSIGNED', 'IN_PROGRESS')) = ("endedAt" IS NULL));

-- The audit log only grows.
CREATE FUNCTION muster_refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'JobLog is append-only';
END $$;

CREATE TRIGGER "JobLog_append_only" BEFORE UPDATE OR DELETE ON "JobLog"
  FOR EACH ROW EXECUTE FUNCTION muster_refuse_log_change();

CREATE TRIGGER "JobLog_never_emptied" BEFORE TRUNCATE ON "JobLog"
  FOR EACH STATEMENT EXECUTE FUNCTION muster_refuse_log_change();
