import { maxBatchJobs } from '@muster/domain/batch/batch.ts';
import { ok, type Result } from '@muster/domain/job/errors.ts';
import { checkCancellation } from '@muster/domain/validation/check-job.ts';
import { sayNumber } from '@muster/domain/validation/measure.ts';
import type { BatchAnswer, BatchRequest, Caller, Commands } from '@muster/schema/context.ts';
import { repeated } from '../decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from '../idempotently.ts';
import type { Batches, BatchOrder, SelectedJob } from '../ports/batches.ts';
import { conflict, invalid, notFound } from '../refusals.ts';
import { actorOf } from '../who.ts';
import { batchToken } from './batch-token.ts';
import type { PlanPorts } from './plan-batch.ts';
import { previewBatch } from './preview-batch.ts';

export interface OrderPorts extends PlanPorts, IdempotencyPorts {
  readonly batches: Batches;
}

export const createAssignMany =
  (ports: OrderPorts): Commands['assignMany'] =>
  async (caller, { agentId, ...request }) => {
    const order = { kind: 'ASSIGN', agentId, reason: null } as const;
    return (await ports.reads.agent(agentId)) === null
      ? notFound('agent', agentId)
      : orderBatch(ports, caller, 'assignMany', request, order);
  };

export const createAutoAssignMany =
  (ports: OrderPorts): Commands['autoAssignMany'] =>
  (caller, request) => {
    const order = { kind: 'AUTO_ASSIGN', agentId: null, reason: null } as const;
    return orderBatch(ports, caller, 'autoAssignMany', request, order);
  };

export const createCancelMany =
  (ports: OrderPorts): Commands['cancelMany'] =>
  (caller, { reason, ...request }) => {
    const order = { kind: 'CANCEL', agentId: null, reason } as const;
    return orderBatch(ports, caller, 'cancelMany', request, order);
  };

export const createResubmitMany =
  (ports: OrderPorts): Commands['resubmitMany'] =>
  (caller, request) => {
    const order = { kind: 'RESUBMIT', agentId: null, reason: null } as const;
    return orderBatch(ports, caller, 'resubmitMany', request, order);
  };

/** Tells what a batch would do, or writes it down and answers at once: a worker does it. */
async function orderBatch(
  ports: OrderPorts,
  caller: Caller,
  operation: string,
  request: BatchRequest,
  what: Omit<BatchOrder, 'actor'>,
): Promise<Result<BatchAnswer>> {
  const issues = checkCancellation({ ...request, reason: what.reason });
  if (issues.length > 0) return invalid(issues);
  const order = { ...what, actor: actorOf(caller) };
  if (request.dryRun) {
    const selected = await select(ports, order, request);
    if (!selected.ok) return selected;
    return ok({ batchId: null, preview: await previewBatch(ports, order, selected.value) });
  }
  const parameters = { ...request, ...what };
  return idempotently(ports, operation, caller, parameters, async (keep) => {
    const selected = await select(ports, order, request);
    if (!selected.ok) return selected;
    const id = ports.secrets.newId();
    const result = ok({ batchId: id, preview: null });
    const jobIds = selected.value.map((job) => job.id);
    const kept = keep && { ...keep, result };
    const outcome = await ports.batches.insert({ id, ...order, jobIds }, kept);
    return outcome === 'repeated' ? repeated : result;
  });
}

async function select(
  ports: OrderPorts,
  order: BatchOrder,
  { jobIds, filter, token }: BatchRequest,
): Promise<Result<readonly SelectedJob[]>> {
  const selected = await selectJobs(ports.batches, jobIds, filter);
  if (!selected.ok || token === null) return selected;
  return token === batchToken(ports.secrets, order, selected.value)
    ? selected
    : conflict(
        'Since the dry run other jobs are selected, or some of them changed: look at a new dry run.',
      );
}

async function selectJobs(
  batches: Batches,
  jobIds: BatchRequest['jobIds'],
  filter: BatchRequest['filter'],
): Promise<Result<readonly SelectedJob[]>> {
  if ((jobIds === null) === (filter === null))
    return wrong('jobIds', 'Give either jobIds or filter.');
  if (jobIds !== null) {
    const ids = [...new Set(jobIds)];
    if (ids.length > maxBatchJobs) return wrong('jobIds', tooMany('jobIds has', ids.length));
    if (ids.length === 0) return wrong('jobIds', 'jobIds is empty: name at least one job.');
    const known = await batches.known(ids);
    return known.length === ids.length ? ok(known) : unknown(ids, known);
  }
  const { jobs, total } = await batches.matching(filter ?? {}, maxBatchJobs);
  if (total > maxBatchJobs) return wrong('filter', tooMany('The filter matches', total));
  return jobs.length > 0 ? ok(jobs) : wrong('filter', 'The filter matches no job.');
}

const wrong = (path: string, message: string) => invalid([{ path, message }]);

const tooMany = (what: string, count: number) =>
  `${what} ${sayNumber(count)} jobs; a batch takes at most ${sayNumber(maxBatchJobs)}: select fewer.`;

function unknown(ids: readonly string[], known: readonly SelectedJob[]) {
  const there = new Set(known.map(({ id }) => id));
  const missing = ids.filter((id) => !there.has(id));
  const refusal = notFound('job', missing[0] ?? '');
  if (missing.length === 1) return refusal;
  const message = `${refusal.error.message} Neither are there ${sayNumber(missing.length - 1)} others of these.`;
  return { ...refusal, error: { ...refusal.error, message } };
}
