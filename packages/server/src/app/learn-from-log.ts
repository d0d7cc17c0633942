import { cursorOf, isAfter, type Position, positionOf } from '@muster/domain/audit/cursor.ts';
import { type Calibration, defaultCalibration } from '@muster/domain/matching/calibration.ts';
import {
  emptyModel,
  type LearnedModel,
  type LearningExample,
  learn,
} from '@muster/domain/matching/learned-model.ts';
import { lessonOf, teachingStatuses } from '@muster/domain/matching/lesson.ts';
import { decodingModel } from '@muster/domain/matching/model-codec.ts';
import type { EventStream, JobEvent } from '@muster/schema/context.ts';
import { inBatches } from './in-batches.ts';
import type {
  LearningLook,
  LearningStore,
  LoggedLesson,
  RebuildReport,
  SnapshotHead,
} from './ports/learning-store.ts';
import { inSlices } from './time-slices.ts';

export interface LearnerPorts {
  readonly store: LearningStore;
  readonly events: EventStream;
  readonly elapsed: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly onError: (error: unknown, doing: string) => void;
}

/** What the matcher knows from experience. The model changes in place while the log goes on. */
export interface Experience {
  readonly learned: LearnedModel;
  readonly calibration: Calibration;
}

/** A model that goes back to one rebuild (0: to none), and how far in the log it is. */
export interface Lineage extends Experience {
  readonly line: number;
  readonly rebuild: RebuildReport | null;
  readonly position: Position;
  readonly examples: number;
}

export interface Learner {
  /** Reads the newest snapshot, and begins to follow the log from there. */
  start(): Promise<void>;
  experience(): Experience;
  current(): Lineage;
  /** The same a snapshot's line on: learns what came after a rebuild of another server, and then decides by it. */
  look(): Promise<LearningLook>;
  stop(): Promise<void>;
}

const batch = { maxItems: 500, waitMs: 100 } as const;
/** Learning takes at most a fifth of the time, so that a burst of jobs has the database and this process to itself. */
const restPerWork = 4;
const retryMs = 1_000;

/**
 * Follows the log in commit order and learns from it. All servers begin from the same snapshots and see the same rows in the same
 * order, so they know the same once they have read as far.
 */
export function createLearner({ store, events, elapsed, wait, onError }: LearnerPorts): Learner {
  interface Follower extends Lineage {
    position: Position;
    examples: number;
    end: () => Promise<unknown>;
    over: boolean;
    done: Promise<void>;
  }
  let current: Follower = begin(null, emptyModel());
  let next: Follower | null = null;
  let stopped = false;

  async function open(head: SnapshotHead | null): Promise<Follower | null> {
    if (head === null) return begin(null, emptyModel());
    const bytes = await store.model(head.id);
    return bytes && begin(head, await inSlices(decodingModel(bytes), elapsed));
  }

  function begin(head: SnapshotHead | null, learned: LearnedModel): Follower {
    return {
      line: head?.line ?? 0,
      learned,
      calibration: head?.calibration ?? defaultCalibration,
      rebuild: head?.rebuild ?? null,
      position: head?.position ?? { xid: 0n, seq: 0n },
      examples: head?.examples ?? 0,
      end: async () => {},
      over: false,
      done: Promise.resolve(),
    };
  }

  async function follow(follower: Follower): Promise<void> {
    while (!follower.over) {
      try {
        const stream = await events.follow({ after: cursorOf(follower.position) });
        follower.end = async () => stream.return?.();
        if (follower.over) await follower.end();
        for await (const some of inBatches(stream, batch, wait)) {
          if (follower.over) return;
          const began = elapsed();
          await takeIn(follower, some);
          takeOver(follower);
          if (!follower.over) await wait((elapsed() - began) * restPerWork);
        }
      } catch (error) {
        if (follower.over) return;
        // Nothing is lost: it goes on from where it was.
        onError(error, 'learning from the log');
        await wait(retryMs);
      }
    }
  }

  async function takeIn(follower: Follower, some: readonly JobEvent[]): Promise<void> {
    const rows = some.filter(({ logStatus }) => mayTeach.has(logStatus));
    const lessons = rows.length === 0 ? [] : await store.lessons(rows.map(({ logId }) => logId));
    await inSlices(learnAll(follower, lessons), elapsed);
    const last = some.at(-1);
    const position = last && positionOf(last.cursor);
    if (position) follower.position = position;
  }

  /** A newer line takes over once it has read as far as the one before. */
  function takeOver(follower: Follower): void {
    if (follower !== next || isAfter(current.position, follower.position)) return;
    const before = current;
    current = follower;
    next = null;
    void close(before);
  }

  async function close(follower: Follower): Promise<void> {
    follower.over = true;
    await follower.end();
    await follower.done;
  }

  function launch(follower: Follower): void {
    follower.done = follow(follower);
  }

  async function adopt(head: SnapshotHead): Promise<void> {
    const follower = await open(head);
    if (follower === null || stopped) return;
    if (next) await close(next);
    next = follower;
    launch(follower);
    takeOver(follower);
  }

  return {
    async start() {
      const { newest } = await store.look();
      current = (await open(newest)) ?? current;
      launch(current);
    },
    experience: () => current,
    current: () => current,
    async look() {
      const look = await store.look();
      const { newest } = look;
      if (newest && newest.line > Math.max(current.line, next?.line ?? 0)) await adopt(newest);
      return look;
    },
    async stop() {
      stopped = true;
      await Promise.all([close(current), next && close(next)]);
    },
  };
}

const mayTeach: ReadonlySet<string> = new Set(teachingStatuses);

function* learnAll(
  follower: { readonly learned: LearnedModel; examples: number },
  lessons: readonly LoggedLesson[],
): Generator<undefined, void> {
  for (const example of examplesOf(lessons)) {
    learn(follower.learned, example);
    follower.examples += 1;
    yield;
  }
}

/** What is to be learned from rows of the log: without what teaches nothing, and what was taken back. */
export const examplesOf = (rows: readonly LoggedLesson[]): readonly LearningExample[] =>
  rows.flatMap((row) => {
    const lesson = row.undoneBy === null ? lessonOf(row) : null;
    if (lesson === null || row.agentId === null) return [];
    const { right, weight } = lesson;
    return [{ text: row.text, agentId: row.agentId, right, weight }];
  });
