import type { AgentText } from '@muster/domain/matching/agent-index.ts';
import type { Calibration } from '@muster/domain/matching/calibration.ts';
import type { LearningExample } from '@muster/domain/matching/learned-model.ts';

export interface BuildWatch {
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  readonly signal: AbortSignal;
}

/** A model as bytes (packages/domain/src/matching/model-codec.ts), and what is known of it. */
export interface BuiltModel {
  readonly model: Uint8Array;
  /** How many examples were given. */
  readonly examples: number;
}

export interface RebuiltModel extends BuiltModel {
  readonly calibration: Calibration;
  readonly hit1: number | null;
}

/** Pages of examples. */
export type ExamplePages = AsyncIterable<readonly LearningExample[]>;

/** Makes models off the event loop; rejects when it cannot, or when the signal aborts. */
export interface ModelBuilder {
  /** From nothing, several times over, with a new calibration. The pages, and the examples in each, come newest first. */
  rebuild(
    newestFirst: ExamplePages,
    agents: readonly AgentText[],
    watch: BuildWatch,
  ): Promise<RebuiltModel>;
  /** A model (null: an empty one) and what came after it, oldest first. */
  advance(model: Uint8Array | null, pages: ExamplePages, watch: BuildWatch): Promise<BuiltModel>;
}
