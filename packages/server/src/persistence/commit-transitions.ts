import { preparePayload } from '@muster/domain/audit/fit-payload.ts';
import type { MatchCandidate } from '@muster/domain/matching/decision.ts';
import { keepCandidates } from '@muster/domain/matching/kept-decision.ts';
import type { Change, CommitOutcome, Committer } from '../app/ports/commit.ts';
import type { Dispatcher, Holder, Place } from '../app/ports/dispatcher.ts';
import { claimKeys, commitTransitions, releaseKeys } from './commit-transitions.sql.ts';
import type { Database, Sql } from './database.ts';
import { gather } from './gather.ts';

export interface CommitOptions {
  readonly newId: () => string;
  readonly dispatcher: Dispatcher;
  /** Called after each commit, with what it was to apply. */
  readonly committed: (changes: readonly Change[]) => void;
}

/** What the statement says of a decision; the rest of an assignment that was opened. */
interface Answer {
  readonly n: number;
  readonly outcome: CommitOutcome;
  readonly attempt?: number;
  readonly leaseExpiresAt?: Date;
  /** The agent's description is not as it was when this was decided. */
  readonly agentChanged?: boolean;
}

/** What else is to be written in the transaction of some changes. */
export interface Beside {
  /** Before the changes take their locks. */
  readonly first?: (tx: Sql) => Promise<void>;
  /** Once it is known what became of each. */
  readonly last?: (tx: Sql, outcomes: readonly CommitOutcome[]) => Promise<void>;
}

/** Applies these changes in a transaction of their own, gathered with nobody else's. */
export type CommitMany = (
  changes: readonly Change[],
  beside?: Beside,
) => Promise<readonly CommitOutcome[]>;

/**
 * The one write path of a job's life. Concurrent decisions are gathered into one transaction:
 * a single assignment is a batch of one.
 */
export function createCommitter(
  database: Database,
  options: CommitOptions,
): Committer & { readonly commitMany: CommitMany } {
  const commitMany: CommitMany = async (changes, beside) => {
    const places = changes.map(({ opens }) => opens?.calls && options.dispatcher.reserve(opens.id));
    const apply = async (tx: Sql, encoded: readonly string[]) => {
      await beside?.first?.(tx);
      const repeated = await claim(tx, changes);
      const fresh = encoded.filter((_, n) => !repeated.has(n));
      const has = (part: keyof Change) =>
        changes.some((change, n) => change[part] && !repeated.has(n));
      const statement = commitTransitions({
        creates: has('create'),
        opens: has('opens'),
        holds: has('holds'),
        leaves: has('leaves'),
      });
      const rows = await tx.query<Answer>(statement, [`[${fresh.join()}]`]);
      const byNumber = new Map(rows.map((row) => [row.n, row]));
      const answers = changes.map((_, n): Answer => {
        const outcome = repeated.has(n) ? 'repeated' : 'lost';
        return byNumber.get(n) ?? { n, outcome };
      });
      await release(
        tx,
        changes.filter((_, n) => /lost|full/.test(answers[n]?.outcome ?? '')),
      );
      await beside?.last?.(
        tx,
        answers.map(({ outcome }) => outcome),
      );
      return answers;
    };
    // Without keys the commit is one statement, and that is a transaction by itself: others do not
    // wait for the agents' rows until this process comes round to saying COMMIT.
    const isOneStatement = beside === undefined && changes.every(({ keep }) => !keep);
    const committing = async () => {
      // Before anything is locked.
      const encoded = changes.map((change, n) =>
        JSON.stringify(encode(change, n, places[n]?.heldBy, options.newId)),
      );
      return isOneStatement
        ? apply(database, encoded)
        : database.transaction((tx) => apply(tx, encoded));
    };
    const answers = await committing().catch((error: unknown) => {
      for (const place of places) place?.giveBack();
      throw error;
    });
    database.announce();
    options.committed(changes);
    dispatch(changes, answers, places, options.dispatcher);
    return answers.map(({ outcome }) => outcome);
  };

  // Two at a time, so that one is decided while the other is written; more would be smaller and wait for the
  // same agents' rows. Of 256 callers who all wait for one answer, none would decide meanwhile: hence the limit.
  const together = gather((changes: readonly Change[]) => commitMany(changes), {
    maxItems: 128,
    maxInFlight: database.kind === 'embedded' ? 1 : 2,
  });

  return {
    commitMany,
    async commit(change) {
      try {
        return await together(change);
      } catch (error) {
        if (!isRefusedData(error)) throw error;
        // One decision that the database cannot store must not take those beside it down: each tries alone.
        const [outcome] = await commitMany([change]);
        return outcome ?? 'lost';
      }
    },
  };
}

/** Calls the agents of what was committed. */
function dispatch(
  changes: readonly Change[],
  answers: readonly Answer[],
  places: readonly (Place | null | undefined)[],
  dispatcher: Dispatcher,
): void {
  let unheld = false;
  changes.forEach(({ jobId, move, opens }, n) => {
    const [answer, place] = [answers[n], places[n]];
    if (!opens?.calls) return;
    if (answer?.outcome !== 'applied') place?.free();
    else if (!place) unheld = true;
    else {
      const { attempt = 1, leaseExpiresAt = new Date(), agentChanged = true } = answer;
      const { id, agentId, leaseToken, calls } = opens;
      place.call(
        { id, jobId, agentId, attempt, leaseToken, leaseExpiresAt },
        agentChanged ? undefined : { ...calls, jobVersion: move.expectedVersion + 1 },
      );
    }
  });
  if (unheld) dispatcher.left();
}

/** SQLSTATE class 22, data that does not fit its type, and 23, a violated constraint. */
export const isRefusedData = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code));

/** Claims the idempotency keys; returns the positions of the changes whose key somebody used before. */
async function claim(tx: Sql, changes: readonly Change[]): Promise<ReadonlySet<number>> {
  const keyed = changes.flatMap(({ keep }, n) => (keep ? [{ n, ...keep }] : []));
  if (keyed.length === 0) return new Set();
  const claimed = await tx.query<{ scope: string; key: string }>(claimKeys, [
    JSON.stringify(keyed),
  ]);
  // Of two changes in this batch with one key, the first has it.
  const free = new Set(claimed.map(({ scope, key }) => `${scope}\n${key}`));
  return new Set(
    keyed.filter(({ scope, key }) => !free.delete(`${scope}\n${key}`)).map(({ n }) => n),
  );
}

async function release(tx: Sql, changes: readonly Change[]): Promise<void> {
  const keys = changes.flatMap(({ keep }) => (keep ? [{ scope: keep.scope, key: keep.key }] : []));
  if (keys.length > 0) await tx.query(releaseKeys, [JSON.stringify(keys)]);
}

/** Here and nowhere else, so that no use case can let a secret into the log. */
const audited = (payload: unknown): unknown =>
  payload === undefined ? undefined : preparePayload(payload);

/** Eligible candidates come first, best first. */
const firstOf = ([first]: readonly MatchCandidate[]): string | undefined =>
  first?.eligible ? first.agentId : undefined;

/** JSON has no undefined; an absent payload is SQL NULL, as is JSON null. */
function encode(
  change: Change,
  n: number,
  holder: Holder | undefined,
  newId: () => string,
): Record<string, unknown> {
  const { move, create, opens, holds, leaves, failure } = change;
  const decision = (opens ?? leaves)?.decision;
  const inputs = create ? { value: create.inputs } : change.inputs;
  return {
    n,
    jobId: change.jobId,
    expectedVersion: move.expectedVersion,
    from: move.from,
    to: move.to,
    logStatus: move.log,
    logId: newId(),
    actor: change.actor,
    message: change.message,
    agentId: change.agentId,
    requestPayload: audited(change.requestPayload),
    responsePayload: audited(change.responsePayload),
    title: create?.title,
    description: create?.description,
    requiredSkills: create?.requiredSkills,
    tags: create?.tags,
    agentTags: create?.agentTags,
    priority: create?.priority,
    setInputs: inputs !== undefined,
    inputs: inputs?.value,
    setResult: change.result !== undefined,
    result: change.result?.value,
    nextAttemptInMs: change.nextAttemptInMs,
    openId: opens?.id,
    openAgentId: opens?.agentId,
    leaseToken: opens?.leaseToken,
    leaseMs: opens?.leaseMs,
    acceptMs: opens?.acceptMs,
    pulled: opens && opens.calls === null,
    openHeldBy: holder?.server,
    openHoldMs: holder?.forMs,
    agentAsOf: opens?.calls?.agent.updatedAt,
    decisionId: decision && newId(),
    ...decision,
    candidates: decision && keepCandidates(decision.candidates),
    firstAgentId: decision && firstOf(decision.candidates),
    attention: leaves && move.attention,
    consideredWith: leaves?.consideredWith,
    heldId: holds?.id,
    heldAgentId: holds?.agentId,
    heldState: holds && (move.assignment === 'starts' ? 'IN_PROGRESS' : move.assignment),
    failureClass: failure?.class,
    endMessage: failure?.message,
    cooldownMs: change.cooldownMs,
    onlyIfExpired: change.onlyIfExpired,
    heldBy: holds?.heldBy?.server,
    holdMs: holds?.heldBy?.forMs,
    runMs: holds?.runMs,
    autoAssign: create?.autoAssign ?? change.autoAssign,
    retryPolicy: create?.retryPolicy ?? change.retryPolicy,
    resubmits: change.resubmits,
  };
}
