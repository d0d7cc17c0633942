import { answerOf } from '../../graphql/answer-of.ts';
import { noteBegunBatch } from '../../graphql/begun-batches.ts';
import { client } from '../../graphql/client.ts';
import { graphql } from '../../graphql/tada.ts';

const CancelBatch_Mutation = graphql(`
  mutation CancelBatch($input: CancelBatchInput!) {
    cancelBatch(input: $input) {
      __typename
      ... on CancelBatchSuccess {
        batch { id state total done succeeded failed skipped cancelled endedAt }
      }
      ... on Error { message }
    }
  }
`);

const RetryBatch_Mutation = graphql(`
  mutation RetryBatch($input: RetryBatchInput!) {
    retryBatch(input: $input) {
      __typename
      ... on RetryBatchSuccess { batch { id } }
      ... on Error { message }
    }
  }
`);

/** Ends a running batch; throws the reason why not. */
export async function cancelBatch(batchId: string): Promise<void> {
  const { cancelBatch: answer } = answerOf(
    await client.mutation(CancelBatch_Mutation, { input: { batchId } }).toPromise(),
  );
  if (answer.__typename !== 'CancelBatchSuccess') throw new Error(answer.message);
}

/** Begins a new batch of the jobs that failed in this one, and answers with its id; throws the reason why not. */
export async function retryBatch(batchId: string, idempotencyKey: string): Promise<string> {
  const { retryBatch: answer } = answerOf(
    await client.mutation(RetryBatch_Mutation, { input: { batchId, idempotencyKey } }).toPromise(),
  );
  if (answer.__typename !== 'RetryBatchSuccess') throw new Error(answer.message);
  noteBegunBatch(answer.batch.id);
  return answer.batch.id;
}
