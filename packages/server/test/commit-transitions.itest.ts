import { type JobEvent, type Move, transition } from '@muster/domain/job/transition.ts';
import type { DecisionRecord } from '@muster/domain/matching/decision.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSecrets } from '../src/adapters/secrets.ts';
import type { Change, Committer, KeptResult } from '../src/app/ports/commit.ts';
import type { InHand } from '../src/app/ports/dispatcher.ts';
import { createAgentStore } from '../src/persistence/agent-store.ts';
import { createCommitter } from '../src/persistence/commit-transitions.ts';
import type { Database } from '../src/persistence/database.ts';
import { createNewestDecision } from '../src/persistence/newest-decision.ts';
import { createReads } from '../src/persistence/reads.ts';
import { type FreshDatabase, freshDatabase } from './kit/fresh-database.ts';
import { openDatabase } from './kit/open-database.ts';
import { unique } from './kit/story.ts';

const { newId, newToken } = createSecrets(Date.now);

let fresh: FreshDatabase;
let database: Database;
let committer: Committer;
/** Assignments whose agents were to be called, places kept in vain, and how many transactions were committed, since the test began. */
let called: string[] = [];
let freed: string[] = [];
let commits = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await openDatabase(fresh);
  committer = createCommitter(database, {
    newId,
    dispatcher: {
      reserve: (id) => ({
        heldBy: { server: 'this one', forMs: 3_500 },
        call: () => void called.push(id),
        free: () => void freed.push(id),
        giveBack: () => void freed.push(id),
      }),
      left: () => {},
    },
    committed: () => {
      commits += 1;
    },
  });
});
beforeEach(() => {
  called = [];
  freed = [];
  commits = 0;
});
afterAll(async () => {
  await database.close();
  await fresh.remove();
});

/** Decisions that are made in one tick are one batch. */
const inOneBatch = async (...changes: Change[]) => {
  const before = commits;
  const outcomes = await Promise.all(changes.map((change) => committer.commit(change)));
  expect(commits - before).toBe(1);
  return outcomes;
};

async function anAgent(capacity = 1): Promise<string> {
  const id = newId();
  await createAgentStore(database, () => {}).insert({
    id,
    name: unique('agent'),
    description: '',
    skills: [],
    kind: 'PULL',
    endpoint: null,
    secret: null,
    tokenHash: null,
    capacity,
    tags: [],
    jobTags: { demands: [], refuses: [] },
    costPerJob: null,
    inputSchema: null,
    instructions: null,
    model: null,
  });
  return id;
}

/** The move as the table has it for a job that was read at this version. */
function moveOf(event: JobEvent, job: Parameters<typeof transition>[0]): Move {
  const decision = transition(job, event);
  if ('refused' in decision) throw new Error(`${event} is not allowed here`);
  return decision.move;
}

const creation = (jobId: string, parts: Partial<Change> = {}): Change => ({
  jobId,
  move: moveOf('created', null),
  actor: 'operator',
  message: 'It came in.',
  agentId: null,
  create: {
    title: jobId,
    description: null,
    inputs: null,
    requiredSkills: [],
    tags: [],
    agentTags: { demands: [], refuses: [] },
    priority: 50,
    autoAssign: false,
    retryPolicy: null,
  },
  ...parts,
});

async function aJob(): Promise<string> {
  const jobId = newId();
  expect(await committer.commit(creation(jobId))).toBe('applied');
  return jobId;
}

const byHand = (agentId: string): DecisionRecord => ({
  outcome: 'ASSIGN',
  method: 'MANUAL',
  winnerAgentId: agentId,
  reason: 'A test says so.',
  confidence: null,
  anyFits: null,
  model: null,
  promptVersion: null,
  policyVersion: 0,
  matcherVersion: 'test/1',
  usage: null,
  omittedCandidates: 0,
  candidates: [],
});

function assigning(
  jobId: string,
  agentId: string,
  { version = 1, ...parts }: Partial<Change> & { version?: number } = {},
): Change & { readonly assignmentId: string } {
  const assignmentId = newId();
  return {
    assignmentId,
    jobId,
    move: moveOf('assigned', { status: 'PENDING', version, agentId: null }),
    actor: 'operator',
    message: 'Assigned.',
    agentId,
    opens: {
      id: assignmentId,
      agentId,
      leaseToken: newToken(),
      acceptMs: 60_000,
      leaseMs: 60_000,
      decision: byHand(agentId),
      calls: { job: {} as InHand['job'], agent: { updatedAt: new Date() } as InHand['agent'] },
    },
    ...parts,
  };
}

function settling(
  event: 'completed' | 'started' | 'cancelled' | 'failed',
  assigned: Change & { readonly assignmentId: string },
  parts: Partial<Change> = {},
): Change {
  const { jobId, agentId } = assigned;
  const version = assigned.move.expectedVersion + 1;
  return {
    jobId,
    move: moveOf(event, { status: 'ASSIGNED', version, agentId }),
    actor: 'somebody',
    message: `It was ${event}.`,
    agentId,
    holds: { id: assigned.assignmentId, agentId: agentId ?? '' },
    ...parts,
  };
}

const nobody: DecisionRecord = {
  ...byHand(''),
  outcome: 'NEEDS_DECISION',
  method: 'SCORED',
  winnerAgentId: null,
  reason: 'Nobody stands out.',
  usage: { model: 'm', promptTokens: 9, completionTokens: 1, costUsd: 0.5, attempts: 2 },
  policyVersion: 3,
  omittedCandidates: 4,
};

const leaving = (jobId: string, { version = 1, outcome = nobody.outcome } = {}): Change => ({
  jobId,
  move: moveOf(outcome === 'NO_AGENT' ? 'matchingFailed' : 'needsDecision', {
    status: 'PENDING',
    version,
    agentId: null,
  }),
  actor: 'system',
  message: 'Left to a person.',
  agentId: null,
  leaves: { decision: { ...nobody, outcome }, consideredWith: 'all that it knew' },
});

const attentionOf = async (jobId: string) => {
  const job = await jobOf(jobId);
  return [job?.attention, job?.consideredWith];
};

const decisionsOf = (jobId: string) =>
  database.query(
    `SELECT "jobVersion", "assignmentId", outcome, method, "winnerAgentId", usage, "omittedCandidates", "policyVersion", "matcherVersion"
     FROM "MatchDecision" WHERE "jobId" = $1 ORDER BY "jobVersion"`,
    [jobId],
  );

const kept = (key: string, result: unknown = { jobId: key }): KeptResult => ({
  scope: 'a test',
  key,
  fingerprint: 'the same',
  result: { ok: true, value: result },
});

const keysOf = async (...keys: string[]) =>
  (
    await database.query<{ key: string }>(
      'SELECT key FROM "IdempotencyKey" WHERE key = ANY($1) ORDER BY key',
      [keys],
    )
  ).map(({ key }) => key);

const logOf = (jobId: string) =>
  database.query<{ status: string; jobVersion: number; message: string }>(
    'SELECT status, "jobVersion", message FROM "JobLog" WHERE "jobId" = $1 ORDER BY "jobVersion"',
    [jobId],
  );

const loadOf = async (agentId: string) =>
  (
    await database.query(
      'SELECT "activeJobs", "completedJobs", "failedJobs" FROM "Agent" WHERE id = $1',
      [agentId],
    )
  )[0];

const jobOf = (jobId: string) => createReads(database).job(jobId);

describe('several decisions about one job in one batch', () => {
  test('the first one wins, the others are told that they lost, and one row is in the log', async () => {
    const [one, other] = [await anAgent(5), await anAgent(5)];
    const jobId = await aJob();
    const decisions = [assigning(jobId, one), assigning(jobId, other), assigning(jobId, one)];

    expect(await inOneBatch(...decisions)).toEqual(['applied', 'lost', 'lost']);

    expect(await jobOf(jobId)).toMatchObject({
      status: 'ASSIGNED',
      version: 2,
      agentId: one,
      lastAssignmentId: decisions[0]?.assignmentId,
    });
    expect(await logOf(jobId)).toMatchObject([{ status: 'PENDING' }, { status: 'ASSIGNED' }]);
    expect(await loadOf(one)).toMatchObject({ activeJobs: 1 });
    expect(await loadOf(other)).toMatchObject({ activeJobs: 0 });
    expect(called).toEqual([decisions[0]?.assignmentId]);
    expect(freed).toEqual(decisions.slice(1).map(({ assignmentId }) => assignmentId));
  });

  test('one that was made about an older version loses, wherever it stands in the batch', async () => {
    const agentId = await anAgent(5);
    const jobId = await aJob();
    const assigned = assigning(jobId, agentId);
    await committer.commit(assigned);
    const stale = assigning(jobId, agentId);

    expect(await inOneBatch(stale, settling('completed', assigned))).toEqual(['lost', 'applied']);
    expect((await jobOf(jobId))?.status).toBe('COMPLETED');
  });

  test('a cancellation and a completion: whichever comes first', async () => {
    const agentId = await anAgent(2);
    const assigned = [assigning(await aJob(), agentId), assigning(await aJob(), agentId)] as const;
    await inOneBatch(...assigned);
    const [first, second] = assigned;

    expect(
      await inOneBatch(
        settling('cancelled', first),
        settling('completed', second, { result: { value: 2 } }),
        settling('completed', first, { result: { value: 1 } }),
        settling('cancelled', second),
      ),
    ).toEqual(['applied', 'applied', 'lost', 'lost']);
    expect((await jobOf(first.jobId))?.status).toBe('PENDING');
    expect((await jobOf(second.jobId))?.status).toBe('COMPLETED');
    expect(await loadOf(agentId)).toEqual({ activeJobs: 0, completedJobs: 1, failedJobs: 0 });
  });
});

describe('a batch of many kinds', () => {
  test('creates, assigns, starts, completes, fails and cancels at once, each with its log row', async () => {
    const agentId = await anAgent(10);
    const held = async () => assigning(await aJob(), agentId);
    const [starts, completes, fails, cancels] = [
      await held(),
      await held(),
      await held(),
      await held(),
    ];
    await inOneBatch(starts, completes, fails, cancels);
    const [created, waiting, unknown] = [newId(), await aJob(), newId()];

    expect(
      await inOneBatch(
        creation(created),
        settling('started', starts),
        settling('completed', completes, { result: { value: { done: true } } }),
        assigning(waiting, agentId),
        settling('failed', fails, { failure: { class: 'agent_error', message: 'Oh.' } }),
        assigning(unknown, agentId),
        settling('cancelled', cancels),
      ),
    ).toEqual(['applied', 'applied', 'applied', 'applied', 'applied', 'lost', 'applied']);

    const statuses = await Promise.all(
      [created, starts.jobId, completes.jobId, waiting, fails.jobId, cancels.jobId].map(
        async (id) => (await jobOf(id))?.status,
      ),
    );
    expect(statuses).toEqual([
      'PENDING',
      'IN_PROGRESS',
      'COMPLETED',
      'ASSIGNED',
      'FAILED',
      'PENDING',
    ]);
    // Four were held; one more came, three ended.
    expect(await loadOf(agentId)).toEqual({ activeJobs: 2, completedJobs: 1, failedJobs: 1 });
    expect(await jobOf(unknown)).toBeNull();
    expect(await logOf(completes.jobId)).toMatchObject([
      { jobVersion: 1, status: 'PENDING' },
      { jobVersion: 2, status: 'ASSIGNED' },
      { jobVersion: 3, status: 'COMPLETED', message: 'It was completed.' },
    ]);
  });

  test('gives an agent’s free places to the first that ask, and tells the rest that it is full', async () => {
    const agentId = await anAgent(2);
    const jobs = await Promise.all(Array.from({ length: 4 }, aJob));
    expect(await inOneBatch(...jobs.map((jobId) => assigning(jobId, agentId)))).toEqual([
      'applied',
      'applied',
      'full',
      'full',
    ]);
    expect(await loadOf(agentId)).toMatchObject({ activeJobs: 2 });
    expect(called).toHaveLength(2);
    expect(freed).toHaveLength(2);
  });

  test('a decision that cannot be written down gives back the call that was kept for it', async () => {
    const agentId = await anAgent(1);
    const jobId = await aJob();
    const unwritable = { ...assigning(jobId, agentId), message: 1n as unknown as string };
    await expect(committer.commit(unwritable)).rejects.toThrow(/BigInt/);
    expect(freed).toHaveLength(1);
    expect(await loadOf(agentId)).toMatchObject({ activeJobs: 0 });
  });

  test('a lost decision takes no place from one that is behind it', async () => {
    const agentId = await anAgent(1);
    const [jobId, other] = [await aJob(), await aJob()];
    expect(
      await inOneBatch(assigning(jobId, agentId, { version: 7 }), assigning(other, agentId)),
    ).toEqual(['lost', 'applied']);
  });

  test('a place that is given back in a batch is free for the next batch', async () => {
    const agentId = await anAgent(1);
    const held = assigning(await aJob(), agentId);
    await committer.commit(held);
    const waiting = await aJob();
    expect(await inOneBatch(settling('completed', held), assigning(waiting, agentId))).toEqual([
      'applied',
      'full',
    ]);
    expect(await committer.commit(assigning(waiting, agentId))).toBe('applied');
  });

  test.each([
    ['paused', 'paused = true'],
    ['resting after a failure', `"cooldownUntil" = now() + interval '20 s'`],
    ['unreachable', '"unreachableSince" = now()'],
  ])(
    'an agent that is %s is given nothing, even when it became so after it was chosen',
    async (_, became) => {
      const agentId = await anAgent(3);
      const jobId = await aJob();
      await database.query(`UPDATE "Agent" SET ${became} WHERE id = $1`, [agentId]);
      expect(await committer.commit(assigning(jobId, agentId))).toBe('full');
      expect(await jobOf(jobId)).toMatchObject({ status: 'PENDING', version: 1 });
    },
  );

  test('an agent that rested is given work again', async () => {
    const agentId = await anAgent(3);
    await database.query(`UPDATE "Agent" SET "cooldownUntil" = now() WHERE id = $1`, [agentId]);
    expect(await committer.commit(assigning(await aJob(), agentId))).toBe('applied');
  });
});

describe('a decision that gives the job to nobody', () => {
  test('is kept for the job, which then needs a person', async () => {
    const jobId = await aJob();
    expect(await committer.commit(leaving(jobId))).toBe('applied');
    expect(await jobOf(jobId)).toMatchObject({ status: 'PENDING', version: 2, agentId: null });
    expect(await attentionOf(jobId)).toEqual(['NEEDS_DECISION', 'all that it knew']);
    expect(await decisionsOf(jobId)).toEqual([
      {
        jobVersion: 2,
        assignmentId: null,
        outcome: 'NEEDS_DECISION',
        method: 'SCORED',
        winnerAgentId: null,
        usage: nobody.usage,
        omittedCandidates: 4,
        policyVersion: 3,
        matcherVersion: 'test/1',
      },
    ]);
    expect(await createNewestDecision(database)(jobId)).toMatchObject({ jobId, jobVersion: 2 });
    expect(await createNewestDecision(database)(await aJob())).toBeNull();
  });

  test('stands beside assignments in one batch, each with its own decision', async () => {
    const agentId = await anAgent(1);
    const [left, unmatched, given, full] = [await aJob(), await aJob(), await aJob(), await aJob()];
    const assigned = assigning(given, agentId);
    expect(
      await inOneBatch(
        leaving(left),
        assigned,
        leaving(unmatched, { outcome: 'NO_AGENT' }),
        assigning(full, agentId),
      ),
    ).toEqual(['applied', 'applied', 'applied', 'full']);
    expect(await attentionOf(left)).toEqual(['NEEDS_DECISION', 'all that it knew']);
    expect(await attentionOf(unmatched)).toEqual(['NO_AGENT', 'all that it knew']);
    expect(await attentionOf(given)).toEqual([null, null]);
    expect(await decisionsOf(given)).toMatchObject([
      { outcome: 'ASSIGN', assignmentId: assigned.assignmentId, winnerAgentId: agentId },
    ]);
    expect(await decisionsOf(full)).toEqual([]);
  });

  test('is over with whatever happens next to the job; it stays in the record', async () => {
    const agentId = await anAgent(5);
    const jobId = await aJob();
    await committer.commit(leaving(jobId));
    await committer.commit(assigning(jobId, agentId, { version: 2 }));
    expect(await attentionOf(jobId)).toEqual([null, null]);
    expect(await decisionsOf(jobId)).toMatchObject([
      { outcome: 'NEEDS_DECISION' },
      { outcome: 'ASSIGN', jobVersion: 3 },
    ]);
  });

  test('loses to what happened to the job meanwhile, and leaves nothing', async () => {
    const agentId = await anAgent(5);
    const jobId = await aJob();
    expect(await inOneBatch(assigning(jobId, agentId), leaving(jobId))).toEqual([
      'applied',
      'lost',
    ]);
    expect(await decisionsOf(jobId)).toMatchObject([{ outcome: 'ASSIGN' }]);
    expect(await attentionOf(jobId)).toEqual([null, null]);
  });
});

describe('idempotency keys in the commit', () => {
  test('a key that was used before answers `repeated`, and its change is not made', async () => {
    const [first, second] = [newId(), newId()];
    const keep = kept(unique('key'));
    expect(await committer.commit(creation(first, { keep }))).toBe('applied');
    expect(await inOneBatch(creation(second, { keep }), creation(newId()))).toEqual([
      'repeated',
      'applied',
    ]);
    expect(await jobOf(second)).toBeNull();
  });

  test('of two changes in one batch with one key the first has it', async () => {
    const [first, second] = [newId(), newId()];
    const keep = kept(unique('key'));
    expect(await inOneBatch(creation(first, { keep }), creation(second, { keep }))).toEqual([
      'applied',
      'repeated',
    ]);
    expect(await jobOf(second)).toBeNull();
  });

  test('the same key in another scope is another key', async () => {
    const keep = kept(unique('key'));
    expect(
      await inOneBatch(
        creation(newId(), { keep }),
        creation(newId(), { keep: { ...keep, scope: 'another operation' } }),
      ),
    ).toEqual(['applied', 'applied']);
  });

  test('the key of a decision that lost, or found its agent full, is free again', async () => {
    const agentId = await anAgent(1);
    const [won, lost, full] = [unique('key'), unique('key'), unique('key')];
    const [jobId, other] = [await aJob(), await aJob()];
    expect(
      await inOneBatch(
        assigning(jobId, agentId, { keep: kept(won) }),
        assigning(jobId, agentId, { keep: kept(lost) }),
        assigning(other, agentId, { keep: kept(full) }),
      ),
    ).toEqual(['applied', 'lost', 'full']);
    expect(await keysOf(won, lost, full)).toEqual([won]);

    // So the caller may decide again under the same key.
    const roomy = await anAgent(1);
    expect(await committer.commit(assigning(other, roomy, { keep: kept(full) }))).toBe('applied');
    expect(await keysOf(won, lost, full)).toEqual([won, full].toSorted());
  });
});

describe('a decision that the database refuses', () => {
  test('is rejected and leaves nothing behind; those beside it are applied', async () => {
    const [one, other] = [newId(), newId()];
    const key = unique('key');
    const answers = await Promise.allSettled([
      committer.commit(creation(one, { keep: kept(key) })),
      // An agent that does not exist: the foreign key refuses the whole batch.
      committer.commit(creation(other, { agentId: 'nobody' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect([await jobOf(one), await jobOf(other)]).toEqual([expect.anything(), null]);
    expect(await keysOf(key)).toEqual([key]);
  });
});
