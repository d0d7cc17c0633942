/** A job that waits to be matched. */
export interface QueuedJob {
  readonly id: string;
  /** 0 lowest … 100 highest. */
  readonly priority: number;
  readonly createdAt: Date;
}

/** Who is served first: the higher priority, then the older job; the id makes the order total. */
export function compareQueued(one: QueuedJob, other: QueuedJob): number {
  return (
    other.priority - one.priority ||
    one.createdAt.getTime() - other.createdAt.getTime() ||
    (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
  );
}

/** A waiting job and the agents that have what it takes, whether they are free or not. */
export interface Competitor extends QueuedJob {
  readonly agentIds: readonly string[];
}

/**
 * The place of a job among those that wait for the same agents: 1 is next. A job ahead counts if it could go to any of
 * `agentIds`. An approximation: it may go to an agent that only it can use, so the true place may be better.
 */
export function positionIn(
  queue: readonly Competitor[],
  job: QueuedJob,
  agentIds: ReadonlySet<string>,
): number {
  const ahead = queue.filter(
    (other) =>
      other.id !== job.id &&
      compareQueued(other, job) < 0 &&
      other.agentIds.some((agentId) => agentIds.has(agentId)),
  );
  return ahead.length + 1;
}

/** What is known of an agent's pace. */
export interface Pace {
  readonly capacity: number;
  readonly activeJobs: number;
  /** Of the jobs it completed; null when it completed none. */
  readonly meanDurationMs: number | null;
}

export function freePlaces(agents: readonly Pace[]): number {
  return agents.reduce(
    (sum, { capacity, activeJobs }) => sum + Math.max(0, capacity - activeJobs),
    0,
  );
}

/**
 * How long until the job at `position` gets a place, or null when no agent has completed a job yet.
 *
 * Little's law (W = L / λ) with L the places that must come free first and λ the rate at which they do while all are taken,
 * Σ capacity / mean duration; in an M/M/c queue that is exact, (n + 1) / cμ for a job with n ahead. An agent without
 * completed jobs is taken to be as fast as the others on average. Azure's Job Router offers the same pair, position
 * and estimated wait, without saying how it computes them.
 */
export function estimateWaitMs(position: number, agents: readonly Pace[]): number | null {
  const known = agents.flatMap(({ meanDurationMs }) => meanDurationMs ?? []);
  if (known.length === 0) return null;
  const average = known.reduce((sum, meanMs) => sum + meanMs, 0) / known.length;
  // A mean of 0 comes from clocks that are coarser than the work: it must not make the rate infinite.
  const ratePerMs = agents.reduce(
    (sum, { capacity, meanDurationMs }) => sum + capacity / Math.max(meanDurationMs ?? average, 1),
    0,
  );
  const mustComeFree = Math.max(0, position - freePlaces(agents));
  return Math.round(mustComeFree / ratePerMs);
}
