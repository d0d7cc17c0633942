import type { AgentText } from './agent-index.ts';
import { type Calibration, defaultCalibration } from './calibration.ts';
import { emptyModel, type LearnedModel, type LearningExample, learn } from './learned-model.ts';
import type { ReliabilityBin } from './reliability.ts';

export interface RebuildOptions {
  /** How often all examples are gone through; default 5. */
  readonly epochs?: number | undefined;
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

export interface Rebuilt {
  readonly learned: LearnedModel;
  readonly calibration: Calibration;
  readonly report: RebuildReport;
}

export interface RebuildReport {
  readonly examples: number;
  /** The share of withheld jobs whose agent came first; null when there were too few to withhold any. */
  readonly hit1: number | null;
  readonly reliability: readonly ReliabilityBin[];
}

export function rebuild(
  examples: readonly LearningExample[],
  _agents: readonly AgentText[],
  { epochs = 5, onProgress }: RebuildOptions = {},
): Rebuilt {
  const learned = emptyModel();
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const example of examples) learn(learned, example);
    onProgress?.((epoch + 1) / epochs);
  }
  return {
    learned,
    calibration: defaultCalibration,
    report: { examples: examples.length, hit1: null, reliability: [] },
  };
}
