import { ok } from '@muster/domain/job/errors.ts';
import { checkJobInputs } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { repeated } from '../decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from '../idempotently.ts';
import type { Batches } from '../ports/batches.ts';
import { conflict, invalid, notFound } from '../refusals.ts';
import { actorOf } from '../who.ts';

export interface EndPorts extends IdempotencyPorts {
  readonly batches: Batches;
}

/** Whoever works on it finds that it has ended, at the latest when its next piece is to be written. */
export const createCancelBatch =
  ({ batches }: EndPorts): Commands['cancelBatch'] =>
  async (_caller, { batchId }) => {
    switch (await batches.cancel(batchId)) {
      case 'cancelled':
        return ok({ batchId });
      case 'ended':
        return conflict('The batch has ended already.');
      case 'unknown':
        return notFound('batch', batchId);
    }
  };

export const createRetryBatch =
  (ports: EndPorts): Commands['retryBatch'] =>
  async (caller, input) => {
    const issues = checkJobInputs(input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'retryBatch', caller, input, async (keep) => {
      const batch = await ports.batches.failed(input.batchId);
      if (batch === null) return notFound('batch', input.batchId);
      if (!batch.ended)
        return conflict('The batch is still running: wait for its end, or cancel it.');
      const { kind, agentId, reason, jobIds } = batch;
      if (jobIds.length === 0)
        return invalid([{ path: 'batchId', message: 'None of its jobs failed.' }]);
      const id = ports.secrets.newId();
      const result = ok({ batchId: id });
      const order = { id, kind, agentId, reason, actor: actorOf(caller), jobIds };
      const outcome = await ports.batches.insert(order, keep && { ...keep, result });
      return outcome === 'repeated' ? repeated : result;
    });
  };
