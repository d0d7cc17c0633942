import { answerOf } from '../../../graphql/answer-of.ts';
import { noteBegunBatch } from '../../../graphql/begun-batches.ts';
import { client } from '../../../graphql/client.ts';
import { graphql, type ResultOf } from '../../../graphql/tada.ts';
import { JobRefusal, JobRefusal_Error } from '../job-refusal.ts';
import type { JobListFilter } from '../list/job-list-filter.ts';
import type { BatchAction } from './batch-actions.ts';

const BatchDialog_PreviewFragment = graphql(`
  fragment BatchDialog_PreviewFragment on BatchPreview @_unmask {
    total
    eligible
    ineligible
    reasons { code message count jobs { id title } }
    placements { agent { id name } count }
    solution { method totalScore greedyScore placed tookMs gap note }
    token
  }
`);

const AssignMany_Mutation = graphql(
  `
    mutation AssignMany($input: AssignManyInput!) {
      answer: assignMany(input: $input) {
        __typename
        ... on AssignManySuccess { batch { id } preview { ...BatchDialog_PreviewFragment } }
        ...JobRefusal_Error
      }
    }
  `,
  [BatchDialog_PreviewFragment, JobRefusal_Error],
);

const AutoAssignMany_Mutation = graphql(
  `
    mutation AutoAssignMany($input: AutoAssignManyInput!) {
      answer: autoAssignMany(input: $input) {
        __typename
        ... on AutoAssignManySuccess { batch { id } preview { ...BatchDialog_PreviewFragment } }
        ...JobRefusal_Error
      }
    }
  `,
  [BatchDialog_PreviewFragment, JobRefusal_Error],
);

const CancelMany_Mutation = graphql(
  `
    mutation CancelMany($input: CancelManyInput!) {
      answer: cancelMany(input: $input) {
        __typename
        ... on CancelManySuccess { batch { id } preview { ...BatchDialog_PreviewFragment } }
        ...JobRefusal_Error
      }
    }
  `,
  [BatchDialog_PreviewFragment, JobRefusal_Error],
);

const ResubmitMany_Mutation = graphql(
  `
    mutation ResubmitMany($input: ResubmitManyInput!) {
      answer: resubmitMany(input: $input) {
        __typename
        ... on ResubmitManySuccess { batch { id } preview { ...BatchDialog_PreviewFragment } }
        ...JobRefusal_Error
      }
    }
  `,
  [BatchDialog_PreviewFragment, JobRefusal_Error],
);

export type BatchPreview = ResultOf<typeof BatchDialog_PreviewFragment>;

/** The jobs that were ticked, or all that the filter matches when it is done. */
export type BatchTarget =
  | { readonly jobIds: readonly string[] }
  | { readonly filter: JobListFilter };

export interface BatchRequest {
  readonly action: BatchAction;
  readonly target: BatchTarget;
  /** For `assign`: who gets them. */
  readonly agentId: string | null;
}

interface BatchRun {
  readonly dryRun: boolean;
  /** Of the dry run that was looked at: what changed since then is not done. */
  readonly token?: string;
  readonly idempotencyKey?: string;
  /** For `cancel`: what the log says. */
  readonly reason?: string;
}

/** What would happen; nothing does. */
export async function previewBatch(request: BatchRequest): Promise<BatchPreview> {
  const { preview } = await ask(request, { dryRun: true });
  if (preview === null) throw new Error('The server answered a dry run without its outcome.');
  return preview;
}

/** Does it. Throws a `JobRefusal` with code CONFLICT when the jobs are not as the dry run found them. */
export async function startBatch(
  request: BatchRequest,
  run: Omit<BatchRun, 'dryRun'>,
): Promise<void> {
  const { batch } = await ask(request, { ...run, dryRun: false });
  if (batch !== null) noteBegunBatch(batch.id);
}

async function ask(request: BatchRequest, run: BatchRun) {
  const answer = await send(request, run);
  if ('preview' in answer) return answer;
  throw new JobRefusal(answer);
}

async function send({ action, target, agentId }: BatchRequest, { reason, ...run }: BatchRun) {
  const jobs = 'jobIds' in target ? { jobIds: [...target.jobIds] } : target;
  const input = { ...jobs, ...run };
  switch (action) {
    case 'assign': {
      const variables = { input: { ...input, agentId: agentId ?? '' } };
      return answerOf(await client.mutation(AssignMany_Mutation, variables).toPromise()).answer;
    }
    case 'match':
      return answerOf(await client.mutation(AutoAssignMany_Mutation, { input }).toPromise()).answer;
    case 'cancel': {
      const variables = { input: { ...input, ...(reason && { reason }) } };
      return answerOf(await client.mutation(CancelMany_Mutation, variables).toPromise()).answer;
    }
    case 'resubmit':
      return answerOf(await client.mutation(ResubmitMany_Mutation, { input }).toPromise()).answer;
  }
}
