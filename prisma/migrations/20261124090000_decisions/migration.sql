-- CreateEnum
CREATE TYPE "MatchOutcome" AS ENUM ('ASSIGN', 'NEEDS_DECISION', 'NO_AGENT');

-- CreateEnum
CREATE TYPE "JobAttention" AS ENUM ('NEEDS_DECISION', 'NO_AGENT');

-- AlterTable
ALTER TABLE "Agent" ADD COLUMN     "costPerJob" DOUBLE PRECISION,
ADD COLUMN     "jobTagsDemanded" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "jobTagsRefused" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "agentTagsDemanded" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "agentTagsRefused" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "attention" "JobAttention",
ADD COLUMN     "consideredWith" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateIndex
CREATE INDEX "Job_attention_idx" ON "Job"("attention", "createdAt", "id") WHERE (attention IS NOT NULL);

-- A person is asked for only while the job waits.
ALTER TABLE "Job"
  ADD CONSTRAINT "Job_attention_while_pending" CHECK (attention IS NULL OR status = 'PENDING');

-- Decisions are kept for jobs and no longer only for assignments.
ALTER TABLE "MatchDecision" ADD COLUMN     "anyFits" DOUBLE PRECISION,
ADD COLUMN     "jobId" TEXT,
ADD COLUMN     "jobVersion" INTEGER,
ADD COLUMN     "matcherVersion" TEXT,
ADD COLUMN     "omittedCandidates" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "outcome" "MatchOutcome" NOT NULL DEFAULT 'ASSIGN',
ADD COLUMN     "policyVersion" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "usage" JSON,
ALTER COLUMN "assignmentId" DROP NOT NULL;

-- Those kept so far: each opened an assignment, and the log knows with which version of its job. The matcher was the
-- first one, BM25 alone.
UPDATE "MatchDecision" d SET "jobId" = l."jobId", "jobVersion" = l."jobVersion", "matcherVersion" = 'bm25/1'
FROM "JobLog" l WHERE l."assignmentId" = d."assignmentId" AND l.status = 'ASSIGNED';

ALTER TABLE "MatchDecision"
  ALTER COLUMN "jobId" SET NOT NULL,
  ALTER COLUMN "jobVersion" SET NOT NULL,
  ALTER COLUMN "matcherVersion" SET NOT NULL,
  ADD CONSTRAINT "MatchDecision_opens_an_assignment" CHECK ((outcome = 'ASSIGN') = ("assignmentId" IS NOT NULL));

-- CreateIndex
CREATE UNIQUE INDEX "MatchDecision_jobId_jobVersion_key" ON "MatchDecision"("jobId", "jobVersion");

-- AddForeignKey
ALTER TABLE "MatchDecision" ADD CONSTRAINT "MatchDecision_jobId_fkey" FOREIGN KEY ("jobId") REFERENCES "Job"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Answers kept from before hold decisions without an outcome. Nothing came of them but a row in the log: whoever repeats
-- such a request is answered anew.
DELETE FROM "IdempotencyKey" WHERE result -> 'error' ->> 'code' = 'NO_AGENT_MATCHED';
