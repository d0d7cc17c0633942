-- Assignments that nobody holds are themselves the queue of what is to be called. Those whose agents come for their work
-- wait in the same state, perhaps by the thousand, and must not be looked through each time.
ALTER TABLE "Assignment" ADD COLUMN "pulled" BOOLEAN NOT NULL DEFAULT false;

UPDATE "Assignment" s SET "pulled" = true
FROM "Agent" a WHERE a.id = s."agentId" AND a.kind = 'PULL' AND s."endedAt" IS NULL;

DROP INDEX "Assignment_undispatched_idx";
CREATE INDEX "Assignment_undispatched_idx" ON "Assignment"("createdAt") WHERE ((state = 'ASSIGNED'::"AssignmentState") AND ("heldBy" IS NULL) AND (NOT pulled));
