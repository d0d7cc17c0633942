-- AlterTable
ALTER TABLE "MatcherSnapshot" DROP COLUMN "undone";

-- Read in pieces: a piece of a compressed value costs as much as all of it. Weights hardly compress anyway.
ALTER TABLE "MatcherSnapshot" ALTER COLUMN model SET STORAGE EXTERNAL;
