import type { Cluster } from './cluster.ts';

export interface Stage {
  /** Smaller counts, for the gate. */
  readonly short: boolean;
  readonly cluster: Cluster;
  /** What is closed when the scenario is over, last opened first. */
  readonly stack: AsyncDisposableStack;
}

export interface Finding {
  /** What was measured, in a line. */
  readonly figure: string;
  /** What should not be, a sentence each; none is a pass. */
  readonly problems: readonly string[];
}

export interface Scenario {
  readonly name: string;
  readonly about: string;
  /** Part of `--short`. */
  readonly inShort: boolean;
  run(stage: Stage): Promise<Finding>;
}
