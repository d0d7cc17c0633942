import type { VersionedPolicy } from '@muster/domain/matching/change-policy.ts';
import type { MatchingPolicy } from '@muster/domain/matching/policy.ts';

/** The versions of the matching policy. */
export interface PolicyStore {
  /** From memory: at most about a second behind a change made on another server. */
  current(): VersionedPolicy;
  /** From the database. */
  newest(): Promise<VersionedPolicy>;
  /** Compare-and-set: false when the version exists already. */
  insert(entry: {
    readonly version: number;
    readonly policy: MatchingPolicy;
    readonly note: string | null;
    readonly createdBy: string;
  }): Promise<boolean>;
}
