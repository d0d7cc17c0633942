-- AlterTable
ALTER TABLE "MatchDecision" ADD COLUMN     "firstAgentId" TEXT;

-- CreateTable
CREATE TABLE "MatchingPolicy" (
    "version" INTEGER NOT NULL,
    "policy" JSON NOT NULL,
    "note" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MatchingPolicy_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "LearningUndo" (
    "logId" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "undoneBy" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LearningUndo_pkey" PRIMARY KEY ("logId")
);

-- CreateTable
CREATE TABLE "MatcherSnapshot" (
    "id" SERIAL NOT NULL,
    "matcherVersion" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "xid" BIGINT NOT NULL,
    "seq" BIGINT NOT NULL,
    "model" BYTEA NOT NULL,
    "calibration" JSON,
    "rebuild" JSON,
    "examples" INTEGER NOT NULL,
    "undone" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "MatcherSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MatcherRebuild" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "requestedAt" TIMESTAMPTZ(3),
    "server" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "failedAt" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "MatcherRebuild_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LearningUndo_jobId_idx" ON "LearningUndo"("jobId");

-- CreateIndex
CREATE UNIQUE INDEX "MatcherSnapshot_matcherVersion_line_xid_seq_key" ON "MatcherSnapshot"("matcherVersion", "line", "xid", "seq");

-- AddForeignKey
ALTER TABLE "LearningUndo" ADD CONSTRAINT "LearningUndo_logId_fkey" FOREIGN KEY ("logId") REFERENCES "JobLog"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Eligible candidates come first, best first.
UPDATE "MatchDecision" SET "firstAgentId" = candidates->0->>'agentId' WHERE (candidates->0->>'eligible')::boolean;

-- Exactly one row, there from the start.
ALTER TABLE "MatcherRebuild" ADD CONSTRAINT "MatcherRebuild_one_row" CHECK (id = 1);
INSERT INTO "MatcherRebuild" DEFAULT VALUES;
