import { decideByScore } from '../packages/domain/src/matching/decide.ts';
import type { MatchDecision } from '../packages/domain/src/matching/decision.ts';
import { coldKnowledge, type MatcherKnowledge } from '../packages/domain/src/matching/knowledge.ts';
import type { LearningExample } from '../packages/domain/src/matching/learned-model.ts';
import type { MatchAgent, MatchJob } from '../packages/domain/src/matching/match-agent.ts';
import { rankCandidates } from '../packages/domain/src/matching/rank.ts';
import { learnAll, type Rebuilt, rebuild } from '../packages/domain/src/matching/rebuild.ts';
import { type ReliabilityBin, reliabilityOf } from '../packages/domain/src/matching/reliability.ts';
import type { BenchAgent, BenchJob, CompletedJob, DataSet } from './match-data.ts';
import { percentile } from './statistics.ts';

export interface Hits {
  readonly hit1: number;
  readonly recall5: number;
}

export interface MatchFigures {
  readonly dataset: string;
  readonly agents: number;
  readonly jobs: number;
  readonly cold: Hits | null;
  readonly learned: Hits | null;
  readonly abstain: { readonly inScopeAccuracy: number | null; readonly noneRecall: number | null };
  readonly newAgents: { readonly hit1: number | null };
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly coldAbstain: MatchFigures['abstain'];
  readonly rebuildS: number;
  readonly modelMb: number;
  readonly rssMb: number;
  readonly reliability: readonly ReliabilityBin[];
  readonly calibration: Rebuilt['calibration'];
}

export interface MeasureOptions {
  readonly say: (line: string) => void;
  /** Go through the history once, and leave out the agents without history: for speed and memory, where the hits are no matter. */
  readonly forSpeed?: boolean;
}

export function measure(set: DataSet, { say, forSpeed = false }: MeasureOptions): MatchFigures {
  const inScope = set.jobs.filter(({ expected }) => expected.length > 0);
  say('cold …');
  const cold = contestOf(set, [], coldKnowledge(set.agents));
  const coldDecisions = set.jobs.map((job) => decide(cold, job.title));

  say(`rebuilding from ${set.history.length} completed jobs …`);
  const examples = set.history.map(exampleOf);
  const started = performance.now();
  const built = rebuild(examples, set.agents, {
    epochs: forSpeed ? 1 : undefined,
    onProgress: tellTenths(say),
  });
  const rebuildS = (performance.now() - started) / 1000;
  const { index } = cold.knowledge;
  const learned = contestOf(set, set.history, { index, ...built });

  say('learned …');
  const times: number[] = [];
  for (const job of set.jobs.slice(0, warmUp)) decide(learned, job.title);
  const decisions = set.jobs.map((job) => {
    const begun = performance.now();
    const decision = decide(learned, job.title);
    times.push(performance.now() - begun);
    return decision;
  });
  times.sort((one, other) => one - other);

  const newAgents = forSpeed ? null : measureNewAgents(set, inScope, built, say);
  const verdicts = set.jobs.map((job, n) => judge(job, decisions[n]));
  return {
    dataset: set.name,
    agents: set.agents.length,
    jobs: set.jobs.length,
    cold: hitsOf(set.jobs, coldDecisions),
    learned: hitsOf(set.jobs, decisions),
    abstain: abstentionOf(set.jobs, decisions),
    newAgents: { hit1: newAgents },
    p50Ms: round(percentile(times, 0.5), 3),
    p95Ms: round(percentile(times, 0.95), 3),
    coldAbstain: abstentionOf(set.jobs, coldDecisions),
    rebuildS: round(rebuildS, 1),
    modelMb: round(built.learned.table.bytes / 1e6, 1),
    rssMb: round(process.memoryUsage().rss / 1e6, 0),
    reliability: reliabilityOf(verdicts).map(({ from, to, decisions: count, ...bin }) => ({
      from,
      to,
      decisions: count,
      meanConfidence: round(bin.meanConfidence, 3),
      shareRight: round(bin.shareRight, 3),
    })),
    calibration: built.calibration,
  };
}

const warmUp = 300;

function tellTenths(say: (line: string) => void): (done: number) => void {
  let told = 0;
  return (done) => {
    const tenths = Math.floor(10 * done);
    if (tenths > told) say(`  ${10 * tenths} %`);
    told = Math.max(told, tenths);
  };
}

interface Contest {
  readonly agents: readonly MatchAgent[];
  readonly knowledge: MatcherKnowledge;
}

/** The agents as the product sees them: idle, and with the record that the history gives them. */
function contestOf(
  set: DataSet,
  history: readonly CompletedJob[],
  knowledge: MatcherKnowledge,
): Contest {
  const completed = new Map<string, number>();
  for (const { agentId } of history) completed.set(agentId, (completed.get(agentId) ?? 0) + 1);
  const agents = set.agents.map((agent) => asMatched(agent, completed.get(agent.id) ?? 0));
  return { agents, knowledge };
}

function asMatched(agent: BenchAgent, completedJobs: number): MatchAgent {
  return {
    ...agent,
    capacity: 1,
    activeJobs: 0,
    availability: 'AVAILABLE',
    completedJobs,
    failedJobs: 0,
    inputSchema: null,
  };
}

/** As the server does it (packages/server/src/app/match-job.ts). */
function decide({ agents, knowledge }: Contest, title: string): MatchDecision {
  const job: MatchJob = {
    id: 'job',
    title,
    description: null,
    inputs: null,
    requiredSkills: [],
    priority: 50,
  };
  const ranking = rankCandidates({ job, agents, knowledge, validateInputs: () => [] });
  return decideByScore({ job, agents, ranking });
}

/** Each fifth of the agents in turn loses its history: what share of their jobs finds them? */
function measureNewAgents(
  set: DataSet,
  jobs: readonly BenchJob[],
  { calibration }: Rebuilt,
  say: (line: string) => void,
): number | null {
  const { index } = coldKnowledge(set.agents);
  let found = 0;
  let asked = 0;
  const turns = set.history.length > manyExamples ? [0] : [0, 1, 2, 3, 4];
  for (const turn of turns) {
    say(`agents without history, ${turn + 1} of ${turns.length} …`);
    const isNew = new Set(set.agents.filter((_, n) => n % 5 === turn).map(({ id }) => id));
    const history = set.history.filter(({ agentId }) => !isNew.has(agentId));
    const learned = learnAll(history.map(exampleOf));
    const contest = contestOf(set, history, { index, learned, calibration });
    const theirs = jobs.filter(({ expected }) => expected.every((id) => isNew.has(id)));
    const decisions = theirs.map((job) => decide(contest, job.title));
    asked += theirs.length;
    found += theirs.filter((job, n) => rankOf(job, decisions[n]) === 0).length;
  }
  return percent(found, asked);
}

const manyExamples = 30_000;

function exampleOf({ title, agentId }: CompletedJob): LearningExample {
  return { text: { title, description: null }, agentId, right: true, weight: 1 };
}

/** Where the first of the expected comes; agents that the text says nothing of come nowhere. */
function rankOf({ expected }: BenchJob, decision: MatchDecision | undefined): number {
  const spokenFor = (decision?.candidates ?? []).filter(({ components }) =>
    components.some(({ name, value }) => name === 'fit' && value > 0),
  );
  const rank = spokenFor.findIndex(({ agentId }) => expected.includes(agentId));
  return rank === -1 ? Number.POSITIVE_INFINITY : rank;
}

function hitsOf(jobs: readonly BenchJob[], decisions: readonly MatchDecision[]): Hits | null {
  const ranks = jobs.flatMap((job, n) =>
    job.expected.length === 0 ? [] : [rankOf(job, decisions[n])],
  );
  const within = (most: number) =>
    percent(ranks.filter((rank) => rank < most).length, ranks.length);
  const [hit1, recall5] = [within(1), within(5)];
  return hit1 === null || recall5 === null ? null : { hit1, recall5 };
}

function abstentionOf(
  jobs: readonly BenchJob[],
  decisions: readonly MatchDecision[],
): MatchFigures['abstain'] {
  let [inScope, right, outOfScope, recognised] = [0, 0, 0, 0];
  for (const [n, { expected }] of jobs.entries()) {
    const winner = decisions[n]?.winnerAgentId ?? null;
    if (expected.length === 0) {
      outOfScope += 1;
      if (winner === null) recognised += 1;
    } else {
      inScope += 1;
      if (winner !== null && expected.includes(winner)) right += 1;
    }
  }
  return { inScopeAccuracy: percent(right, inScope), noneRecall: percent(recognised, outOfScope) };
}

function judge(job: BenchJob, decision: MatchDecision | undefined) {
  return { confidence: decision?.confidence ?? 0, right: rankOf(job, decision) === 0 };
}

function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : round((100 * part) / whole, 1);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
