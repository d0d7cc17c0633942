import { client } from '../../../graphql/client.ts';
import type { MatchingPolicy } from './policy-fragment.ts';
import { type PolicyInput, UpdatePolicy_Mutation } from './policy-queries.ts';

export type PolicyIssues = readonly { readonly path: string; readonly message: string }[];

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly policy: MatchingPolicy }
  /** Somebody else saved since `expectedVersion`. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'invalid'; readonly message: string; readonly issues: PolicyIssues }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Saves the next version, unless it would go over one that was not seen. */
export async function savePolicy(
  policy: PolicyInput,
  note: string,
  expectedVersion: number,
): Promise<SaveOutcome> {
  const input = { policy, expectedVersion, ...(note.trim() === '' ? {} : { note: note.trim() }) };
  const { data, error } = await client.mutation(UpdatePolicy_Mutation, { input }).toPromise();
  const answer = data?.updateMatchingPolicy;
  switch (answer?.__typename) {
    case 'UpdateMatchingPolicySuccess':
      return { kind: 'saved', policy: answer.policy };
    case 'Conflict':
      return { kind: 'conflict' };
    case 'ValidationFailed':
      return { kind: 'invalid', message: answer.message, issues: answer.issues };
    case undefined:
      return { kind: 'failed', error };
  }
}
