import type { BatchOrder, SelectedJob } from '../ports/batches.ts';
import type { Secrets } from '../ports/secrets.ts';

/**
 * Names a batch with its jobs as they are: another kind or agent, a job more or less, or a change of one of them makes
 * another token. It is a digest and no secret: whoever may ask for a batch may also make one.
 */
export function batchToken(
  { hash }: Pick<Secrets, 'hash'>,
  { kind, agentId }: Pick<BatchOrder, 'kind' | 'agentId'>,
  jobs: readonly SelectedJob[],
): string {
  const versions = jobs.map(({ id, version }) => `${id}:${version}`).sort();
  return hash(JSON.stringify([kind, agentId, versions]));
}
