import type { Circuits } from './ports/store.ts';

export interface ProbePorts {
  readonly circuits: Circuits;
  /** Whether anybody answers at an endpoint. Never throws. */
  readonly probe: (endpoint: string) => Promise<boolean>;
}

/** Finds out whether agents that could not be reached are back, without risking a job on them. */
export function createProbeAgents({ circuits, probe }: ProbePorts) {
  return async (): Promise<void> => {
    const suspects = await circuits.suspects(50);
    await Promise.all(
      suspects.map(async ({ id, endpoint }) => {
        if (await probe(endpoint)) await circuits.succeeded(id);
        else await circuits.failed(id, 'unavailable', undefined);
      }),
    );
  };
}
