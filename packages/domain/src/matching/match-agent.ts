import type { AgentAvailability } from '../agent/availability.ts';
import type { Issue } from '../job/errors.ts';

/** Which tags the other side must have all of, and must have none of. */
export interface TagRule {
  readonly demands: readonly string[];
  readonly refuses: readonly string[];
}

/** What the matcher sees of a job. */
export interface MatchJob {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly inputs: unknown;
  readonly requiredSkills: readonly string[];
  /** What it is; absent: nothing in particular. */
  readonly tags?: readonly string[];
  /** What its agent must be; absent: anything. */
  readonly agentTags?: TagRule;
  /** 0 lowest … 100 highest. */
  readonly priority: number;
  /** Agents that tried it before and are not to have it again while anybody else is left. */
  readonly excludedAgentIds?: readonly string[];
}

/** What the matcher sees of an agent, at one moment. */
export interface MatchAgent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly capacity: number;
  readonly activeJobs: number;
  readonly availability: AgentAvailability;
  readonly completedJobs: number;
  readonly failedJobs: number;
  /** Of the jobs that it completed; null or undefined before the first. */
  readonly meanDurationMs?: number | null | undefined;
  /** In a unit of the operator's choice, the same for all agents; null or undefined when it is not known. */
  readonly costPerJob?: number | null | undefined;
  /** What it is; absent: nothing in particular. */
  readonly tags?: readonly string[];
  /** Which jobs it takes; absent: any. */
  readonly jobTags?: TagRule;
  /** JSON Schema 2020-12 for the inputs it takes; null or undefined when it takes anything. */
  readonly inputSchema: unknown;
}

/**
 * Says where `inputs` break `schema`; empty when they keep to it. An issue's path is a JSON Pointer
 * and its message reads on from it: `/csv` `is missing`.
 */
export type InputsValidator = (schema: unknown, inputs: unknown) => readonly Issue[];
