export const batchKinds = ['ASSIGN', 'AUTO_ASSIGN', 'CANCEL', 'RESUBMIT'] as const;
export type BatchKind = (typeof batchKinds)[number];

/** What may be done at a time; more is a sign that the selection was not meant so. */
export const maxBatchJobs = 10_000;

/** What became of one job of a batch. SKIPPED: it already was as the batch wants it. */
export type SettledOutcome = 'SUCCEEDED' | 'FAILED' | 'SKIPPED';
