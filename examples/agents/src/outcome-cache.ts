import type { Outcome } from './agent.ts';

/**
 * The latest outcomes by assignment. Deliveries come at least once: a repeat gets the answer of the
 * first. Bounded, as outputs may be large; a repeat that comes very late costs the work again, which
 * is harmless for agents that only compute.
 */
export class OutcomeCache {
  readonly #outcomes = new Map<string, Outcome>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** Failures are not kept: the next delivery is the retry. */
  getOrWork(assignmentId: string, work: () => Outcome): Outcome {
    const known = this.#outcomes.get(assignmentId);
    if (known) return known;
    const outcome = work();
    if (outcome.outcome !== 'FAILED') {
      this.#outcomes.set(assignmentId, outcome);
      const [oldest] = this.#outcomes.keys();
      if (this.#outcomes.size > this.#size && oldest !== undefined) this.#outcomes.delete(oldest);
    }
    return outcome;
  }
}
