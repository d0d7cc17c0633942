import type { MatchCandidate } from '@muster/domain/matching/decision.ts';
import type { Matched, Options } from '../match-job.ts';
import type { StoredAgent, StoredJob } from '../ports/store.ts';

/** What a plan has for one job. */
export interface Planned {
  readonly jobVersion: number;
  readonly decision: Matched['decision'];
  /** Null when it gets none. */
  readonly agent: StoredAgent | null;
  /** Somebody would be given the job, and all of their places went to others, of this batch or before it. */
  readonly isCrowdedOut: boolean;
}

/** What is kept of a job's candidates until it is written: thousands of jobs wait for that. */
const keptCandidates = 5;

/** A job with those whom it may be given to. */
export interface JobWithOptions {
  readonly id: string;
  readonly version: number;
  readonly priority: number;
  readonly decision: Matched['decision'];
  /** Whether somebody would get the job who had no free place from the beginning. */
  readonly isAwaiting: boolean;
  /** Numbers of agents in the roster, with their scores. */
  readonly options: readonly { readonly agent: number; readonly score: number }[];
}

export function withOptions(
  { id, version, priority }: StoredJob,
  { decision, options, awaited }: Options,
  numberOf: ReadonlyMap<string, number>,
): JobWithOptions {
  return {
    id,
    version,
    priority,
    isAwaiting: awaited.length > 0,
    decision: { ...decision, candidates: decision.candidates.slice(0, keptCandidates) },
    options: options.flatMap(({ agentId, score }) => {
      const agent = numberOf.get(agentId);
      return agent === undefined || score === null ? [] : [{ agent, score }];
    }),
  };
}

/** Which agent a job gets in the whole, and how that compares with what would have been best for it alone. */
export function plannedFor(
  job: JobWithOptions,
  number: number | null,
  roster: readonly StoredAgent[],
  setSize: number,
): Planned {
  const { version: jobVersion, decision } = job;
  const agent = number === null ? null : (roster[number] ?? null);
  if (agent === null)
    return {
      jobVersion,
      decision,
      agent,
      isCrowdedOut: decision.winnerAgentId !== null || job.isAwaiting,
    };
  const asOneOf = `as one of ${setSize} jobs that were assigned as a whole`;
  const isOwnBest = agent.id === decision.winnerAgentId;
  const score = job.options.find((option) => option.agent === number)?.score ?? null;
  return {
    jobVersion,
    agent,
    isCrowdedOut: false,
    decision: {
      ...decision,
      winnerAgentId: agent.id,
      reason: isOwnBest
        ? `${decision.reason} It got its own best, ${asOneOf}.`
        : `${agent.name} with a score of ${say(score)}, ${asOneOf}; alone its best would have been ${best(decision, roster)}.`,
      candidates: withWinner(decision.candidates, agent.id, score),
    },
  };
}

const say = (score: number | null): string => (score ?? 0).toFixed(2);

function best(
  { candidates, winnerAgentId }: Matched['decision'],
  roster: readonly StoredAgent[],
): string {
  const name = roster.find(({ id }) => id === winnerAgentId)?.name ?? 'another agent';
  const candidate = candidates.find(({ agentId }) => agentId === winnerAgentId);
  return `${name} with ${say(candidate?.score ?? null)}`;
}

/** A record names its winner, however far behind the best few. */
const withWinner = (
  candidates: readonly MatchCandidate[],
  agentId: string,
  score: number | null,
): readonly MatchCandidate[] =>
  candidates.some((candidate) => candidate.agentId === agentId)
    ? candidates
    : [
        ...candidates,
        { agentId, eligible: true, verdicts: [], score, components: [], likelihood: null },
      ];
