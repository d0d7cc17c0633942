import type { TextEvidence } from './text-evidence.ts';

/** What evidence is worth: the utility of an agent for a job is these times its evidence. */
export interface Calibration {
  readonly learned: number;
  readonly coverage: number;
  readonly described: number;
  /** On top of `described`, times how new the agent is: its words stand in for its history. */
  readonly newcomer: number;
  /** The utility of "none of them". */
  readonly none: number;
  /** What makes frequencies of the likelihoods: their log odds times `slope` plus `shift` (Platt scaling). */
  readonly slope: number;
  readonly shift: number;
  /**
   * The confidence below which hardly anything right is lost when nobody is assigned, in [0, 1]; 0 when history does not tell. A
   * policy's `assignAbove` is raised to it.
   */
  readonly assignFrom: number;
  /** Withheld jobs that these were fitted on; 0 for the built-in ones. */
  readonly examples: number;
}

/** The evidence's names, in the order that rows of it have. */
const evidenceNames = ['learned', 'coverage', 'described', 'newcomer'] as const;
type EvidenceRow = readonly [
  learned: number,
  coverage: number,
  described: number,
  newcomer: number,
];

/**
 * Without history: fitted on withheld parts of the MetaTool set's, rounded. Where there is history it only begins here.
 */
export const defaultCalibration: Calibration = {
  learned: 5,
  coverage: 1,
  described: 2.5,
  newcomer: 10,
  none: 4,
  slope: 0.8,
  shift: 0.7,
  assignFrom: 0,
  examples: 0,
};

/** Rivals beyond these are as good as impossible; thousands of them would still add up to doubt. */
export const countedRivals = 50;

export function rowOf(evidence: TextEvidence, place: number): EvidenceRow {
  const described = evidence.described[place] ?? 0;
  return [
    evidence.learned[place] ?? 0,
    evidence.coverage[place] ?? 0,
    described,
    described * (evidence.newness[place] ?? 1),
  ];
}

export function utilityOf(calibration: Calibration, evidence: TextEvidence, place: number): number {
  const described = evidence.described[place] ?? 0;
  return (
    calibration.learned * (evidence.learned[place] ?? 0) +
    calibration.coverage * (evidence.coverage[place] ?? 0) +
    (calibration.described + calibration.newcomer * (evidence.newness[place] ?? 1)) * described
  );
}

/**
 * How likely each of the rivals is the one that a job is for, by their utilities, and how likely any of them is: a conditional logit
 * with an outside option (D. McFadden, "Conditional logit analysis of qualitative choice behavior", 1974), in which an agent counts
 * e^utility − 1, so that those that a text says nothing of count nothing, however many they are. Not calibrated yet.
 */
export function likelihoods(
  none: number,
  utilities: readonly number[],
): { readonly each: readonly number[]; readonly any: number } {
  const most = Math.max(none, ...utilities);
  const weigh = (utility: number) => Math.exp(utility - most);
  const nothing = weigh(0);
  const weights = utilities.map((utility) => Math.max(0, weigh(utility) - nothing));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const all = weigh(none) + sum;
  return { each: weights.map((weight) => weight / all), any: sum / all };
}

/** A likelihood as a frequency: J. Platt, "Probabilistic outputs for support vector machines", 1999. */
export function calibrated({ slope, shift }: Calibration, likelihood: number): number {
  if (likelihood <= 0) return 0;
  return 1 / (1 + Math.exp(-(slope * logOdds(likelihood) + shift)));
}

function logOdds(likelihood: number): number {
  const within = Math.min(1 - 1e-9, Math.max(1e-9, likelihood));
  return Math.log(within / (1 - within));
}

/** A job that was withheld from learning: what its text told of the rivals, and which of them was right; −1 for none of them. */
export interface Observation {
  readonly rows: readonly EvidenceRow[];
  readonly right: number;
  /** Whether the right one has a history. */
  readonly established: boolean;
}

/** How many observations the starting point is worth. */
const priorWeight = 20;
const iterations = 200;

/**
 * The calibration under which what was withheld is most likely, drawn towards `start` as if that had been seen `priorWeight` times:
 * with little history it stays near. Gradient ascent with the step sizes of RMSprop; the likelihood of a conditional logit has one
 * maximum.
 */
export function fitCalibration(
  observations: readonly Observation[],
  start: Calibration = defaultCalibration,
): Calibration {
  if (observations.length === 0) return start;
  const centre = [...evidenceNames.map((name) => start[name]), start.none];
  const values = [...centre];
  const squares = values.map(() => 0);
  const scale = 1 / (observations.length + priorWeight);
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const gradient = values.map(
      (value, n) => (priorWeight * ((centre[n] ?? 0) - value)) / (1 + Math.abs(centre[n] ?? 0)),
    );
    for (const observation of observations) addGradient(gradient, values, observation);
    const step = 0.3 / (1 + iteration / 20);
    for (const [n, value] of values.entries()) {
      const slope = (gradient[n] ?? 0) * scale;
      squares[n] = iteration === 0 ? slope * slope : 0.9 * (squares[n] ?? 0) + 0.1 * slope * slope;
      const next = value + (step * slope) / (Math.sqrt(squares[n] ?? 0) + 1e-6);
      values[n] = n < evidenceNames.length ? Math.max(0, next) : next;
    }
  }
  const [learned = 0, coverage = 0, described = 0, newcomer = 0, none = 0] = values;
  const weights = { ...start, learned, coverage, described, newcomer, none };
  const outcomes = observations.map((observation) => outcomeOf(weights, observation));
  const scaled = { ...weights, ...fitScaling(outcomes, start), examples: observations.length };
  return { ...scaled, assignFrom: advise(scaled, outcomes) };
}

interface Outcome {
  /** Of the first, not calibrated. */
  readonly likelihood: number;
  readonly right: boolean;
  /** Whether an agent with a history could have done it. */
  readonly inScope: boolean;
}

export function outcomeOf(
  calibration: Calibration,
  { rows, right, established }: Observation,
): Outcome {
  const utilities = rows.map(
    ([learned, coverage, described, newcomer]) =>
      calibration.learned * learned +
      calibration.coverage * coverage +
      calibration.described * described +
      calibration.newcomer * newcomer,
  );
  const most = Math.max(0, ...utilities);
  return {
    likelihood: Math.max(0, ...likelihoods(calibration.none, utilities).each),
    right: right >= 0 && utilities[right] === most,
    inScope: established && right >= 0,
  };
}

/** Logistic regression of right on the log odds, by Newton's method, drawn towards the starting point. */
function fitScaling(outcomes: readonly Outcome[], start: Calibration) {
  let { slope, shift } = start;
  for (let iteration = 0; iteration < 25; iteration += 1) {
    let [slopeUp, shiftUp] = [
      priorWeight * (start.slope - slope),
      priorWeight * (start.shift - shift),
    ];
    let [both, slopes, shifts] = [0, priorWeight, priorWeight];
    for (const { likelihood, right } of outcomes) {
      const odds = logOdds(likelihood);
      const said = 1 / (1 + Math.exp(-(slope * odds + shift)));
      const miss = (right ? 1 : 0) - said;
      const curve = said * (1 - said);
      slopeUp += miss * odds;
      shiftUp += miss;
      slopes += curve * odds * odds;
      shifts += curve;
      both += curve * odds;
    }
    const determinant = slopes * shifts - both * both;
    slope += (shifts * slopeUp - both * shiftUp) / determinant;
    shift += (slopes * shiftUp - both * slopeUp) / determinant;
  }
  // A worse fit must never count as more likely.
  return slope > 0.05 && Number.isFinite(shift) ? { slope, shift } : { slope: 0.05, shift: 0 };
}

/** Of the jobs that an agent could do, how many may be right and yet not sure enough. */
const lostShare = 0.02;
/** However easy the history was: what is more likely right than wrong is assigned. */
const mostDemanded = 0.5;

function advise(calibration: Calibration, outcomes: readonly Outcome[]): number {
  const inScope = outcomes.filter((outcome) => outcome.inScope);
  const right = inScope
    .filter((outcome) => outcome.right)
    .map(({ likelihood }) => likelihood)
    .sort((one, other) => one - other);
  const at = right[Math.floor(lostShare * inScope.length)];
  return at === undefined ? 0 : Math.min(mostDemanded, calibrated(calibration, at));
}

/** Adds the slope of one observation's log likelihood. */
function addGradient(
  gradient: number[],
  values: readonly number[],
  { rows, right }: Observation,
): void {
  const last = evidenceNames.length;
  const none = values[last] ?? 0;
  const utilities = rows.map((row) =>
    row.reduce((sum, value, n) => sum + value * (values[n] ?? 0), 0),
  );
  const most = Math.max(none, ...utilities);
  const nothing = Math.exp(-most);
  const grown = utilities.map((utility) => Math.exp(utility - most));
  const all = grown.reduce((sum, value) => sum + value - nothing, Math.exp(none - most));
  const chosen = (grown[right] ?? 0) - nothing;
  const isKnown = right >= 0 && chosen > 0;
  for (const [n, row] of rows.entries()) {
    const pull = -(grown[n] ?? 0) / all + (isKnown && n === right ? (grown[n] ?? 0) / chosen : 0);
    for (let at = 0; at < last; at += 1) gradient[at] = (gradient[at] ?? 0) + pull * (row[at] ?? 0);
  }
  gradient[last] = (gradient[last] ?? 0) - Math.exp(none - most) / all + (isKnown ? 0 : 1);
}
