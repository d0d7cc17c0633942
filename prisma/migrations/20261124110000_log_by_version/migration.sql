-- Within a job the log's versions are in commit order, so the unique index on them serves whoever follows one job.
DROP INDEX "JobLog_jobId_xid_seq_idx";
