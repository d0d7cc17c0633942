import { answerOf } from '../../graphql/answer-of.ts';
import { client } from '../../graphql/client.ts';
import { graphql, type Json, type VariablesOf } from '../../graphql/tada.ts';
import type { TagRule } from '../../ui/tag-rule.ts';
import { JobRefusal, JobRefusal_Error } from './job-refusal.ts';

export const CreateJob_Mutation = graphql(
  `
    mutation CreateJob($input: CreateJobInput!) {
      createJob(input: $input) {
        __typename
        ... on CreateJobSuccess { job { id status version } }
        ...JobRefusal_Error
        ... on ValidationFailed { issues { path message } }
      }
    }
  `,
  [JobRefusal_Error],
);

const Resubmit_Mutation = graphql(
  `
    mutation Resubmit($input: ResubmitInput!) {
      resubmit(input: $input) {
        __typename
        ... on ResubmitSuccess { job { id status version inputs updatedAt agent { id name } } }
        ...JobRefusal_Error
        ... on ValidationFailed { issues { path message } }
      }
    }
  `,
  [JobRefusal_Error],
);

const RequestResubmission_Mutation = graphql(
  `
    mutation RequestResubmission($input: RequestResubmissionInput!) {
      requestResubmission(input: $input) {
        __typename
        ... on RequestResubmissionSuccess { job { id status version updatedAt } }
        ...JobRefusal_Error
        ... on ValidationFailed { issues { path message } }
      }
    }
  `,
  [JobRefusal_Error],
);

type CreateJobInput = VariablesOf<typeof CreateJob_Mutation>['input'];

export interface NewJob {
  title: string;
  description: string | null;
  /** undefined: the job has none. */
  inputs: Json | undefined;
  requiredSkills: readonly string[];
  /** What it is. */
  tags: readonly string[];
  /** Which tags its agent must have and must not have. */
  agentTags: TagRule;
  priority: number;
  /** Matched as soon as an agent can take it, rather than when someone says so. */
  autoAssign: boolean;
  /** undefined: the server's own. */
  retryPolicy: NonNullable<CreateJobInput['retryPolicy']> | undefined;
  /** The same for every try of one form, so that a double press makes one job. */
  idempotencyKey: string;
}

/** Creates a job and answers with its id; throws as `jobAssignmentApi` does. */
export async function createJob(job: NewJob): Promise<string> {
  const { inputs, requiredSkills, tags, agentTags, retryPolicy, ...rest } = job;
  const { createJob: answer } = answerOf(
    await client
      .mutation(CreateJob_Mutation, {
        input: {
          ...rest,
          requiredSkills: [...requiredSkills],
          tags: [...tags],
          agentTags: { demands: [...agentTags.demands], refuses: [...agentTags.refuses] },
          ...(inputs === undefined ? {} : { inputs }),
          ...(retryPolicy === undefined ? {} : { retryPolicy }),
        },
      })
      .toPromise(),
  );
  switch (answer.__typename) {
    case 'CreateJobSuccess':
      return answer.job.id;
    case 'ValidationFailed':
    case 'IdempotencyMismatch':
    case 'Conflict':
      throw new JobRefusal(answer);
    default:
      return answer satisfies never;
  }
}

/** Brings a job that stopped back to PENDING, with these inputs. */
export async function resubmit(jobId: string, inputs: Json | undefined): Promise<void> {
  const { resubmit: answer } = answerOf(
    await client
      .mutation(Resubmit_Mutation, {
        input: { jobId, ...(inputs === undefined ? {} : { inputs }) },
      })
      .toPromise(),
  );
  switch (answer.__typename) {
    case 'ResubmitSuccess':
      return;
    case 'NotFound':
    case 'IllegalTransition':
    case 'Conflict':
    case 'IdempotencyMismatch':
    case 'ValidationFailed':
      throw new JobRefusal(answer);
    default:
      answer satisfies never;
  }
}

/** Sends a completed job back with what is wrong with its result. */
export async function requestResubmission(jobId: string, feedback: string): Promise<void> {
  const { requestResubmission: answer } = answerOf(
    await client.mutation(RequestResubmission_Mutation, { input: { jobId, feedback } }).toPromise(),
  );
  switch (answer.__typename) {
    case 'RequestResubmissionSuccess':
      return;
    case 'NotFound':
    case 'IllegalTransition':
    case 'Conflict':
    case 'IdempotencyMismatch':
    case 'ValidationFailed':
      throw new JobRefusal(answer);
    default:
      answer satisfies never;
  }
}
