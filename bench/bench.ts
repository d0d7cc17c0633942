import type { Figure } from './contest.ts';
import type { JobSupply } from './jobs.ts';
import type { MusterProcess } from './muster.ts';

/** What every bench finds running. */
export interface Stage {
  /** The address of the PostgreSQL server, for databases of a bench's own. */
  readonly postgres: string;
  readonly muster: MusterProcess;
  /** Of the database that this Muster works on. */
  readonly musterJobs: JobSupply;
  readonly seconds: number;
  readonly rounds: number;
  /** What a bench puts here is stopped and removed at the end, last one first. */
  readonly resources: AsyncDisposableStack;
  readonly say: (line: string) => void;
}

export interface Bench {
  readonly about: string;
  run(stage: Stage): Promise<readonly Figure[]>;
}
