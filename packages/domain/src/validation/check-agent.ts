import type { AgentKind } from '../agent/kind.ts';
import type { Issue } from '../job/errors.ts';
import type { TagRule } from '../matching/match-agent.ts';
import { checkEndpoint, checkSecret } from './check-endpoint.ts';
import { checkJson } from './check-json.ts';
import { checkTagRule, checkTags } from './check-names.ts';
import { checkIdempotencyKey, checkInteger, checkOptionalText, checkText } from './check-text.ts';
import { limits } from './limits.ts';
import { sayNumber } from './measure.ts';

export interface AgentFields {
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly endpoint: string | null;
  readonly secret: string | null;
  readonly capacity: number;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: number | null;
  readonly inputSchema: unknown;
  readonly instructions: string | null;
  readonly model: string | null;
}

export interface NewAgent extends AgentFields {
  readonly kind: AgentKind;
  readonly idempotencyKey?: string | null | undefined;
}

/** All that is wrong with an agent to be registered; empty when it may be. Whether `inputSchema` is a valid JSON Schema is for a validator to say. */
export function checkNewAgent(agent: NewAgent): readonly Issue[] {
  return [
    ...checkAgentChanges(agent, agent.kind),
    ...checkIdempotencyKey(agent.idempotencyKey, limits.idempotencyKeyCharacters),
  ];
}

/** The same for changes to an agent of the given kind: a field that is undefined stays as it is. */
export function checkAgentChanges(
  changes: Partial<AgentFields>,
  kind: AgentKind,
): readonly Issue[] {
  return [
    ...checkRequired('name', changes.name, limits.agentNameCharacters),
    ...checkOptionalText('description', changes.description, limits.agentDescriptionCharacters),
    ...checkSkills(changes.skills ?? []),
    ...(typeof changes.endpoint === 'string' ? checkEndpoint('endpoint', changes.endpoint) : []),
    ...(typeof changes.secret === 'string' ? checkSecret('secret', changes.secret) : []),
    ...checkCapacity(changes.capacity),
    ...checkTags('tags', changes.tags ?? []),
    ...(changes.jobTags === undefined ? [] : checkTagRule('jobTags', changes.jobTags)),
    ...checkCost(changes.costPerJob),
    ...checkInputSchema(changes.inputSchema),
    ...checkOptionalText('instructions', changes.instructions, limits.instructionsCharacters),
    ...checkOptionalText('model', changes.model, limits.modelNameCharacters),
    ...checkKindRules(changes, kind),
  ];
}

function checkRequired(path: string, text: string | undefined, max: number): readonly Issue[] {
  return text === undefined ? [] : checkText(path, text, { maxCharacters: max, required: true });
}

function checkCapacity(capacity: number | undefined): readonly Issue[] {
  if (capacity === undefined) return [];
  return checkInteger('capacity', capacity, limits.minCapacity, limits.maxCapacity);
}

function checkCost(cost: number | null | undefined): readonly Issue[] {
  if (cost === undefined || cost === null || (cost >= 0 && cost <= limits.costPerJob)) return [];
  const message = `costPerJob is ${cost}: give a number from 0 to ${sayNumber(limits.costPerJob)}, or null.`;
  return [{ path: 'costPerJob', message }];
}

function checkSkills(skills: AgentFields['skills']): readonly Issue[] {
  const issues: Issue[] = [];
  if (skills.length > limits.agentSkills) {
    const message = `skills has ${sayNumber(skills.length)} entries; the limit is ${limits.agentSkills}: name fewer.`;
    issues.push({ path: 'skills', message });
  }
  const firstIndexOf = new Map<string, number>();
  for (const [index, skill] of skills.slice(0, limits.agentSkills).entries()) {
    const path = `skills.${index}`;
    issues.push(
      ...checkRequired(`${path}.name`, skill.name, limits.skillNameCharacters),
      ...checkOptionalText(
        `${path}.description`,
        skill.description,
        limits.skillDescriptionCharacters,
      ),
    );
    const name = skill.name.toLowerCase();
    const first = firstIndexOf.get(name);
    if (first === undefined) firstIndexOf.set(name, index);
    else
      issues.push({
        path: `${path}.name`,
        message: `${path}.name repeats skills.${first}.name: drop one.`,
      });
  }
  return issues;
}

function checkInputSchema(schema: unknown): readonly Issue[] {
  if (schema === undefined || schema === null) return [];
  const path = 'inputSchema';
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || Array.isArray(schema))) {
    return [
      { path, message: 'inputSchema is not a JSON Schema: give an object, or leave it out.' },
    ];
  }
  return checkJson(path, schema, limits.inputSchemaBytes);
}

/** What each kind cannot do without, or with. `undefined` in a change means "as before", which was checked before. */
function checkKindRules(changes: Partial<AgentFields>, kind: AgentKind): readonly Issue[] {
  if (kind === 'HTTP' && changes.endpoint === null) {
    const message =
      'endpoint is missing: an HTTP agent needs the http(s) address that Muster calls.';
    return [{ path: 'endpoint', message }];
  }
  if (kind === 'PULL' && typeof changes.endpoint === 'string') {
    const message = 'endpoint is not for a PULL agent, which asks for its work: leave it out.';
    return [{ path: 'endpoint', message }];
  }
  if (kind === 'OPENAI' && changes.instructions !== undefined && isBlank(changes.instructions)) {
    const message = 'instructions are missing: an OPENAI agent needs to be told what to do.';
    return [{ path: 'instructions', message }];
  }
  return [];
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
