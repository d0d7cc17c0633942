import { ok } from '@muster/domain/job/errors.ts';
import { changePolicy } from '@muster/domain/matching/change-policy.ts';
import { checkPolicy } from '@muster/domain/matching/policy.ts';
import { checkOptionalText } from '@muster/domain/validation/check-text.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { PolicyStore } from './ports/policy-store.ts';
import { conflict, invalid } from './refusals.ts';
import { actorOf } from './who.ts';

/**
 * Makes the next version of the policy out of the current one and what is to change in it. Versions follow each other
 * without a gap: who loses the race for a number decides again about the policy that won it, unless the caller named the
 * version that the change is meant for.
 */
export function createUpdateMatchingPolicy({
  policies,
}: {
  readonly policies: PolicyStore;
}): Commands['updateMatchingPolicy'] {
  return async (caller, { change, note, expectedVersion }) => {
    for (;;) {
      const { version: current, ...policy } = await policies.newest();
      if (expectedVersion !== null && expectedVersion !== current) {
        return conflict(
          `The policy is at version ${current} now, not ${expectedVersion}: look at it again, and change that.`,
        );
      }
      const next = { version: current + 1, policy: changePolicy(policy, change) };
      const issues = [
        ...checkPolicy(next.policy),
        ...checkOptionalText('note', note, limits.messageCharacters),
      ];
      if (issues.length > 0) return invalid(issues);
      if (await policies.insert({ ...next, note, createdBy: actorOf(caller) }))
        return ok({ version: next.version });
    }
  };
}
