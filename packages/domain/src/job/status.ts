/** The public face of a job: the seed's enum, to the letter. */
export const jobStatuses = [
  'PENDING',
  'ASSIGNED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'REJECTED',
  'RESUBMISSION_REQUIRED',
] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** What one row of the audit log says happened: every status a job can reach, and two things that happen to it on the way. */
export const jobLogStatuses = [...jobStatuses, 'CANCELLED', 'MATCHING_FAILED'] as const;
export type JobLogStatus = (typeof jobLogStatuses)[number];

/**
 * Why a pending job needs a person. NEEDS_DECISION: the matcher is not sure enough of any agent. NO_AGENT: nobody has
 * what the job takes.
 */
export const jobAttentions = ['NEEDS_DECISION', 'NO_AGENT'] as const;
export type JobAttention = (typeof jobAttentions)[number];

/** One attempt of one agent at one job. `EXPIRED`: its lease ran out before it reported. */
export const assignmentStates = [
  'ASSIGNED',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'REJECTED',
  'RESUBMISSION_REQUIRED',
  'CANCELLED',
  'EXPIRED',
] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** States in which an assignment holds a lease and a place in its agent's capacity. */
export const openAssignmentStates = [
  'ASSIGNED',
  'IN_PROGRESS',
] as const satisfies AssignmentState[];
