import { setTimeout as delay } from 'node:timers/promises';
import { matcherVersion } from '@muster/domain/matching/version.ts';
import type { PrismaClient } from '@muster/prisma/client.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { Logger } from 'pino';
import { createModelBuilder } from './adapters/learning/model-builder.ts';
import { createMatcherUpkeep } from './app/keep-matcher-learned.ts';
import { createLearner } from './app/learn-from-log.ts';
import type { MatchPorts } from './app/match-job.ts';
import { createMatchQuality } from './app/match-quality.ts';
import { createMatcherLearning } from './app/matcher-learning.ts';
import type { Reads } from './app/ports/store.ts';
import { createReplayMatching } from './app/replay-matching.ts';
import {
  createLearnedFrom,
  createRebuildMatcher,
  createUndoLearning,
} from './app/undo-learning.ts';
import { createUpdateMatchingPolicy } from './app/update-matching-policy.ts';
import type { Config } from './config.ts';
import type { Database } from './persistence/database.ts';
import type { EventTail } from './persistence/event-tail.ts';
import { createLearningStore } from './persistence/learning-store.ts';
import { createMatchRecords } from './persistence/match-records.ts';
import { createPolicyStore } from './persistence/policy-store.ts';
import type { Sweep } from './workers/sweeps.ts';

export interface LearningParts {
  readonly config: Config;
  readonly database: Database;
  readonly prisma: PrismaClient;
  readonly events: EventTail;
  readonly reads: Reads;
  /** This server, among those on the database. */
  readonly server: string;
  readonly logger: Logger;
  readonly onError: (error: unknown, doing: string) => void;
}

export interface Learning {
  /** What the matcher goes by. */
  readonly matching: Pick<MatchPorts, 'currentPolicy' | 'experience'>;
  readonly commands: Pick<
    Commands,
    | 'updateMatchingPolicy'
    | 'replayMatching'
    | 'matchQuality'
    | 'matcherLearning'
    | 'reliability'
    | 'learnedFrom'
    | 'undoLearning'
    | 'rebuildMatcher'
  >;
  readonly sweeps: readonly Sweep[];
  stop(): Promise<void>;
}

/** How the matcher is governed, learns from the log, and is judged. */
export async function startLearning(parts: LearningParts): Promise<Learning> {
  const { config, database, prisma, events, reads, server, logger, onError } = parts;
  const elapsed = () => performance.now();
  const wait = (ms: number): Promise<void> => delay(ms);
  const policies = await createPolicyStore(database);
  const store = createLearningStore(database, matcherVersion);
  const records = createMatchRecords(prisma);
  const learner = createLearner({ store, events, elapsed, wait, onError });
  await learner.start();
  const upkeep = createMatcherUpkeep({
    store,
    learner,
    builder: createModelBuilder(),
    reads,
    server,
    elapsed,
    onError,
    onRebuilt: (report) => logger.info(report, 'matcher rebuilt'),
    works: config.role !== 'api',
  });

  return {
    matching: { currentPolicy: policies.current, experience: learner.experience },
    commands: {
      updateMatchingPolicy: createUpdateMatchingPolicy({ policies }),
      replayMatching: createReplayMatching({
        records,
        policies,
        experience: learner.experience,
        elapsed,
      }),
      matchQuality: createMatchQuality({ records }),
      matcherLearning: createMatcherLearning({ store, learner, matcherVersion }),
      reliability: records.reliability,
      learnedFrom: createLearnedFrom(store),
      undoLearning: createUndoLearning({ reads, store }),
      rebuildMatcher: createRebuildMatcher({
        store,
        onRequested: (by, reason) => logger.info({ by, reason }, 'matcher to be rebuilt'),
      }),
    },
    sweeps: [
      { name: 'matching policy', intervalMs: 1_000, run: policies.refresh },
      { name: 'what the matcher learned', intervalMs: 1_000, run: upkeep.run },
    ],
    async stop() {
      await upkeep.stop();
      await learner.stop();
    },
  };
}
