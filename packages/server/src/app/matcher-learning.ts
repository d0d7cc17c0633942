import type { Commands } from '@muster/schema/context.ts';
import type { Learner } from './learn-from-log.ts';
import type { LearningStore } from './ports/learning-store.ts';

/** What the matcher has learned, and how its rebuilds are going. */
export const createMatcherLearning =
  (ports: {
    readonly store: Pick<LearningStore, 'look'>;
    readonly learner: Pick<Learner, 'current'>;
    readonly matcherVersion: string;
  }): Commands['matcherLearning'] =>
  async () => {
    const { newest, progress, failure } = await ports.store.look();
    const { examples, learned } = ports.learner.current();
    return {
      matcherVersion: ports.matcherVersion,
      examples,
      agentsWithHistory: learned.agents.ids.length,
      lastRebuild: newest?.rebuild ?? null,
      rebuilding: progress !== null,
      progress,
      failure,
    };
  };
