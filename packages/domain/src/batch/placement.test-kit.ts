import { buildProblem, type PlacementOption, type PlacementProblem } from './placement.ts';

/** Numbers in [0, 1), the same for the same seed (Mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface RandomShape {
  readonly jobs: number;
  readonly agents: number;
  /** Free places of an agent, at most. */
  readonly places: number;
  readonly priorities: number;
  /** Of the agents, how many a job could be given to. */
  readonly share: number;
}

export function randomProblem(random: () => number, shape: RandomShape): PlacementProblem {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  return buildProblem(
    Array.from({ length: shape.agents }, () => upTo(shape.places)),
    Array.from({ length: shape.jobs }, () => ({
      priority: 10 * upTo(shape.priorities - 1),
      options: Array.from({ length: shape.agents }, (_, agent): readonly PlacementOption[] =>
        random() < shape.share ? [{ agent, score: random() }] : [],
      ).flat(),
    })),
  );
}
