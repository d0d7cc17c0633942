import { type AgentIndex, type AgentText, buildAgentIndex } from './agent-index.ts';
import { bestOf } from './best-of.ts';
import {
  type Calibration,
  calibrated,
  countedRivals,
  defaultCalibration,
  fitCalibration,
  type Observation,
  outcomeOf,
  rowOf,
  utilityOf,
} from './calibration.ts';
import { fnv1a } from './features.ts';
import {
  descend,
  emptyModel,
  type LearnedModel,
  type LearningExample,
  readExample,
} from './learned-model.ts';
import { type ReliabilityBin, reliabilityOf } from './reliability.ts';
import { evidenceIn } from './text-evidence.ts';

export interface RebuildOptions {
  /** How often all examples are gone through; default 4. */
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
  /** The share of withheld jobs whose agent came first, of those whose agent had a history; null when too few were withheld. */
  readonly hit1: number | null;
  /** Said against right, of the withheld jobs, also of those whose agent was taken away or had its history taken away. */
  readonly reliability: readonly ReliabilityBin[];
}

const defaultEpochs = 4;
/** The first pass goes in the steps of learning online, the others in ever smaller ones. */
const rates = [0.2, 0.15, 0.1, 0.07];
/** With fewer completed jobs nothing is withheld, and the built-in calibration stays. */
const fewest = 40;
/** With more examples there is enough in one fold, gone through once, to judge by. */
const large = 20_000;
/** More withheld jobs than these make the calibration no better, and take time. */
const mostWithheld = 1_500;

/**
 * Learns everything anew, and finds out what the result is worth by withholding: some jobs, the history of some agents, and some
 * agents altogether, so that nobody fits their jobs. Slow, for a worker thread. The order of the examples is the order of learning.
 */
export function rebuild(
  examples: readonly LearningExample[],
  agents: readonly AgentText[],
  { epochs = defaultEpochs, onProgress }: RebuildOptions = {},
): Rebuilt {
  const isLarge = examples.length > large;
  const completed = examples.filter(({ right }) => right).length;
  const folds = completed < fewest ? [] : isLarge ? [0] : [0, 1];
  const rounds = folds.length + 1;
  const index = buildAgentIndex(agents);
  const withheld = folds.flatMap((fold) =>
    withhold(examples, index, fold, isLarge ? 1 : epochs, (done) =>
      onProgress?.((fold + done) / rounds),
    ),
  );
  const calibration = fitCalibration(withheld.map(({ observation }) => observation));
  const learned = learnAll(examples, epochs, (done) =>
    onProgress?.((folds.length + done) / rounds),
  );
  const known = withheld.filter(({ agent }) => agent === 'known');
  return {
    learned,
    calibration,
    report: {
      examples: examples.length,
      hit1:
        known.length === 0
          ? null
          : known.filter((one) => outcomeOf(calibration, one.observation).right).length /
            known.length,
      reliability: reliabilityOf(
        withheld.map((one) => {
          const { likelihood, right } = outcomeOf(calibration, one.observation);
          return { confidence: calibrated(calibration, likelihood), right };
        }),
      ),
    },
  };
}

/** Learns the examples in their order, again and again in smaller steps. */
export function learnAll(
  examples: readonly LearningExample[],
  epochs = defaultEpochs,
  onProgress?: (done: number) => void,
): LearnedModel {
  const model = emptyModel();
  const read = [];
  for (const [n, example] of examples.entries()) {
    const one = readExample(model, example);
    if (one === null) continue;
    read.push(one);
    descend(model, one, rates[0] ?? 0);
    if (n % 1_000 === 999) onProgress?.((n + 1) / examples.length / epochs);
  }
  for (let epoch = 1; epoch < epochs; epoch += 1) {
    const rate = rates[Math.min(epoch, rates.length - 1)] ?? 0;
    for (const [n, one] of read.entries()) {
      descend(model, one, rate);
      if (n % 1_000 === 999) onProgress?.((epoch + (n + 1) / read.length) / epochs);
    }
  }
  onProgress?.(1);
  return model;
}

interface Withheld {
  readonly observation: Observation;
  /** What the right agent is in this fold: it has its history, it is new, or it is not there. */
  readonly agent: 'known' | 'new' | 'absent';
}

function withhold(
  examples: readonly LearningExample[],
  index: AgentIndex,
  fold: number,
  epochs: number,
  onProgress: (done: number) => void,
): readonly Withheld[] {
  const roleOf = (agentId: string): Withheld['agent'] => {
    const lot = (fnv1a(agentId) + fold * 2) % 10;
    return lot < 2 ? 'absent' : lot < 3 ? 'new' : 'known';
  };
  const isWithheld = (n: number) => n % 5 === fold;
  const learned = learnAll(
    examples.filter((example, n) => !isWithheld(n) && roleOf(example.agentId) === 'known'),
    epochs,
    onProgress,
  );
  const present = index.ids.flatMap((id, place) => (roleOf(id) === 'absent' ? [] : [place]));
  const knowledge = { index, learned };
  const candidates = examples.filter(({ right }, n) => right && isWithheld(n));
  const every = Math.max(1, Math.ceil(candidates.length / mostWithheld));
  return candidates.flatMap((example, n): Withheld[] => {
    const place = index.places.get(example.agentId);
    if (n % every !== 0 || place === undefined) return [];
    const evidence = evidenceIn(knowledge, example.text);
    const rivals = bestOf(
      present.filter((one) => utilityOf(defaultCalibration, evidence, one) > 0),
      countedRivals,
      (one, other) =>
        utilityOf(defaultCalibration, evidence, other) -
          utilityOf(defaultCalibration, evidence, one) || one - other,
    );
    const twin = index.twinOf[place];
    const right = rivals.findIndex((rival) => rival === place || index.twinOf[rival] === twin);
    const agent = roleOf(example.agentId);
    const rows = rivals.map((rival) => rowOf(evidence, rival));
    return [{ observation: { rows, right, established: agent === 'known' }, agent }];
  });
}
