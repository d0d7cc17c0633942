/** How one part of a candidate's score is called, explained and coloured, everywhere. */
export interface ScoreComponentLook {
  /** For a column or a legend. */
  readonly short: string;
  readonly long: string;
  /** What a high value means, in a sentence. */
  readonly means: string;
  readonly colour: string;
}

export const scoreComponentNames = ['fit', 'load', 'success', 'latency', 'cost'] as const;
export type ScoreComponentName = (typeof scoreComponentNames)[number];

const looks: Readonly<Record<ScoreComponentName, ScoreComponentLook>> = {
  fit: {
    short: 'Fit',
    long: 'Fit with the job’s words',
    means: 'How well the agent’s description, skills and earlier jobs fit the job’s text.',
    colour: 'var(--m-blue)',
  },
  load: {
    short: 'Free',
    long: 'Free capacity',
    means: 'The free share of the agent’s places.',
    colour: 'var(--m-yellow)',
  },
  success: {
    short: 'Success',
    long: 'Jobs completed so far',
    means: 'The share of its jobs that the agent completed.',
    colour: 'var(--m-green)',
  },
  latency: {
    short: 'Speed',
    long: 'Speed',
    means: 'How fast the agent completes its jobs, compared with the others.',
    colour: 'var(--m-violet)',
  },
  cost: {
    short: 'Cost',
    long: 'Low cost',
    means:
      'How cheap a job is with the agent, compared with the others; left out where no cost is known.',
    colour: 'var(--m-orange)',
  },
};

/** A component that this console does not know keeps its own name. */
export function scoreComponent(name: string): ScoreComponentLook {
  return isKnown(name)
    ? looks[name]
    : { short: name, long: name, means: '', colour: 'var(--m-grey)' };
}

function isKnown(name: string): name is ScoreComponentName {
  return Object.hasOwn(looks, name);
}
