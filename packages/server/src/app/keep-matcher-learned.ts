import type { Position } from '@muster/domain/audit/cursor.ts';
import { rebuildReason } from '@muster/domain/matching/when-to-rebuild.ts';
import { examplesOf, type Learner, type Lineage } from './learn-from-log.ts';
import type {
  LearningLook,
  LearningStore,
  NewSnapshot,
  RebuildLease,
} from './ports/learning-store.ts';
import type { ExamplePages, ModelBuilder } from './ports/model-builder.ts';
import type { Reads } from './ports/store.ts';

export interface MatcherUpkeepPorts {
  readonly store: LearningStore;
  readonly learner: Learner;
  readonly builder: ModelBuilder;
  readonly reads: Pick<Reads, 'agents'>;
  readonly server: string;
  readonly elapsed: () => number;
  readonly onError: (error: unknown, doing: string) => void;
  readonly onRebuilt: (report: object) => void;
  /** Whether this server does background work, or only keeps up with what others do. */
  readonly works: boolean;
}

/** A rebuild learns from the newest so many: a bound to its time, to its memory and to the model's size. */
const maxExamples = 100_000;
/** A start has no more to catch up with than this many examples, or a tenth of all. */
const checkpointEvery = 1_000;
const checkpointShare = 0.1;
/** However much is learned: to write the whole model takes a thread and a while, and every second that would be all it did. */
const checkpointRestMs = 10_000;
/** A server that dies at it is replaced after this. */
const leaseMs = 15_000;
const keepMs = 3_000;

type Task = 'rebuild' | 'checkpoint' | null;

/**
 * To be run about once a second: takes over what another server rebuilt, and, one server at a time, rebuilds the matcher when it is
 * due, or keeps a snapshot of what was learned since.
 */
export function createMatcherUpkeep(ports: MatcherUpkeepPorts) {
  const { store, learner, server, onError } = ports;
  const stopping = new AbortController();
  let working: Promise<void> | undefined;
  let restsUntil = Number.NEGATIVE_INFINITY;

  async function work(task: 'rebuild' | 'checkpoint'): Promise<void> {
    const lease = await store.takeLease(server, leaseMs);
    if (lease === null) return;
    const lost = new AbortController();
    let progress = 0;
    const keep = setInterval(() => {
      store.keepLease(lease, leaseMs, progress).then(
        (kept) => {
          if (!kept) lost.abort(new Error('Another server took over.'));
        },
        // It is kept again, or runs out.
        (error: unknown) => onError(error, 'keeping the lease of a rebuild'),
      );
    }, keepMs);
    const watch = {
      signal: AbortSignal.any([stopping.signal, lost.signal]),
      onProgress: (done: number) => {
        progress = done;
      },
    };
    try {
      const look = await store.look();
      // Another one may have done it between the look and the lease.
      if (taskOf({ ...look, progress: null }, learner.current()) !== task) {
        await store.endLease(lease, null);
        return;
      }
      const make = task === 'rebuild' ? rebuilt : advanced;
      const snapshot = await make(ports, look, lease, watch);
      if (snapshot === null) await store.endLease(lease, null);
      else if ((await store.save(lease, snapshot)) && task === 'rebuild')
        ports.onRebuilt({ ...snapshot.rebuild, bytes: snapshot.model.length });
    } catch (error) {
      const isOurs = !watch.signal.aborted;
      if (isOurs) onError(error, `${task} of the matcher`);
      const why = error instanceof Error ? error.message : String(error);
      await store.endLease(lease, isOurs && task === 'rebuild' ? why : null);
    } finally {
      clearInterval(keep);
    }
  }

  return {
    async run(): Promise<void> {
      const look = await learner.look();
      if (!ports.works || working || stopping.signal.aborted) return;
      const task = taskOf(look, learner.current());
      if (task === null || (task === 'checkpoint' && ports.elapsed() < restsUntil)) return;
      restsUntil = ports.elapsed() + checkpointRestMs;
      working = work(task)
        .catch((error: unknown) => onError(error, `${task} of the matcher`))
        .finally(() => {
          working = undefined;
        });
    },
    async stop(): Promise<void> {
      stopping.abort(new Error('The server is stopping.'));
      await working;
    },
  };
}

function taskOf({ newest, progress, ...look }: LearningLook, current: Lineage): Task {
  // Somebody is at it, or this server is still on its way to what somebody made.
  if (progress !== null || (newest && newest.line > current.line)) return null;
  const lastRebuild = newest?.rebuild ?? null;
  const { examples } = current;
  if (rebuildReason({ ...look, examples, lastRebuild }, look.now) !== null) return 'rebuild';
  const kept = newest?.examples ?? 0;
  return examples - kept >= Math.max(checkpointEvery, kept * checkpointShare) ? 'checkpoint' : null;
}

type Make = (
  ports: MatcherUpkeepPorts,
  look: LearningLook,
  lease: RebuildLease,
  watch: Parameters<ModelBuilder['rebuild']>[2],
) => Promise<NewSnapshot | null>;

const rebuilt: Make = async (ports, look, lease, watch) => {
  const { store, learner, builder, elapsed } = ports;
  const began = elapsed();
  const { position } = learner.current();
  const agents = await ports.reads.agents();
  const { model, examples, calibration, hit1 } = await builder.rebuild(
    newestFirst(store, position),
    agents.map(({ id, name, description, skills }) => ({ id, name, description, skills })),
    watch,
  );
  const tookMs = Math.round(elapsed() - began);
  const rebuild = { at: lease.startedAt, tookMs, examples, undone: look.undone, hit1 };
  return { line: (look.newest?.line ?? 0) + 1, position, examples, calibration, rebuild, model };
};

const advanced: Make = async ({ store, learner, builder }, { newest }, _lease, watch) => {
  const { position } = learner.current();
  const from = newest && (await store.model(newest.id));
  // Pruned meanwhile, so there is a newer one.
  if (newest && from === null) return null;
  const start = newest?.position ?? { xid: 0n, seq: 0n };
  const { model, examples } = await builder.advance(
    from,
    oldestFirst(store, start, position),
    watch,
  );
  return {
    line: newest?.line ?? 0,
    position,
    examples: (newest?.examples ?? 0) + examples,
    calibration: newest?.calibration ?? null,
    rebuild: newest?.rebuild ?? null,
    model,
  };
};

async function* newestFirst(store: LearningStore, upTo: Position): ExamplePages {
  let before: Position | null = null;
  for (let left = maxExamples; left > 0; ) {
    const rows = await store.lessonsBefore(before, upTo);
    const last = rows.at(-1);
    if (!last) return;
    before = last.position;
    const examples = examplesOf(rows).slice(0, left);
    left -= examples.length;
    yield examples;
  }
}

async function* oldestFirst(store: LearningStore, after: Position, upTo: Position): ExamplePages {
  for (let at = after; ; ) {
    const rows = await store.lessonsAfter(at, upTo);
    const last = rows.at(-1);
    if (!last) return;
    at = last.position;
    yield examplesOf(rows);
  }
}
