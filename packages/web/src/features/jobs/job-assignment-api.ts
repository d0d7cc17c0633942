import { answerOf } from '../../graphql/answer-of.ts';
import { client } from '../../graphql/client.ts';
import { graphql, type Json } from '../../graphql/tada.ts';
import { JobRefusal, JobRefusal_Error } from './job-refusal.ts';

const AutoAssign_Mutation = graphql(
  `
    mutation AutoAssign($input: AutoAssignInput!) {
      autoAssign(input: $input) {
        __typename
        ... on AutoAssignSuccess {
          job { id status version updatedAt agent { id name activeJobs availability } assignment { id attempt state } }
        }
        ...JobRefusal_Error
      }
    }
  `,
  [JobRefusal_Error],
);

const ManualAssign_Mutation = graphql(
  `
    mutation ManualAssign($input: AssignInput!) {
      assign(input: $input) {
        __typename
        ... on AssignSuccess {
          job { id status version updatedAt inputs agent { id name activeJobs availability } assignment { id attempt state } }
        }
        ...JobRefusal_Error
        ... on InputsInvalid { issues { path message } }
        ... on ValidationFailed { issues { path message } }
      }
    }
  `,
  [JobRefusal_Error],
);

const CancelAssignment_Mutation = graphql(
  `
    mutation CancelAssignment($input: CancelAssignmentInput!) {
      cancelAssignment(input: $input) {
        __typename
        ... on CancelAssignmentSuccess { job { id status version updatedAt agent { id name } } }
        ...JobRefusal_Error
      }
    }
  `,
  [JobRefusal_Error],
);

/**
 * The seed's assignment service. Each resolves when the server has done it and throws a `JobRefusal`
 * when the server has a reason not to; a request that failed as a whole throws urql's `CombinedError`.
 */
export const jobAssignmentApi = {
  /** Lets the matching choose an agent and assigns the job to it. */
  async autoAssign(jobId: string): Promise<void> {
    const { autoAssign } = answerOf(
      await client.mutation(AutoAssign_Mutation, { input: { jobId } }).toPromise(),
    );
    switch (autoAssign.__typename) {
      case 'AutoAssignSuccess':
        return;
      case 'NeedsDecision':
      case 'NoAgentMatched':
      case 'NotFound':
      case 'IllegalTransition':
      case 'Conflict':
      case 'IdempotencyMismatch':
      case 'ValidationFailed':
        throw new JobRefusal(autoAssign);
      default:
        autoAssign satisfies never;
    }
  },

  /** Assigns the job to this agent; `inputs`, when given, replace the job's own. */
  async manualAssign(jobId: string, agentId: string, inputs: Json | undefined): Promise<void> {
    const { assign } = answerOf(
      await client
        .mutation(ManualAssign_Mutation, {
          input: { jobId, agentId, ...(inputs === undefined ? {} : { inputs }) },
        })
        .toPromise(),
    );
    switch (assign.__typename) {
      case 'AssignSuccess':
        return;
      case 'NotFound':
      case 'IllegalTransition':
      case 'Conflict':
      case 'AgentAtCapacity':
      case 'AgentUnavailable':
      case 'InputsInvalid':
      case 'IdempotencyMismatch':
      case 'ValidationFailed':
        throw new JobRefusal(assign);
      default:
        assign satisfies never;
    }
  },

  /** Takes the job back from its agent; it returns to PENDING. */
  async cancel(jobId: string): Promise<void> {
    const { cancelAssignment } = answerOf(
      await client.mutation(CancelAssignment_Mutation, { input: { jobId } }).toPromise(),
    );
    switch (cancelAssignment.__typename) {
      case 'CancelAssignmentSuccess':
        return;
      case 'NotFound':
      case 'IllegalTransition':
      case 'Conflict':
      case 'IdempotencyMismatch':
      case 'ValidationFailed':
        throw new JobRefusal(cancelAssignment);
      default:
        cancelAssignment satisfies never;
    }
  },
};
