import type { Json, VariablesOf } from '../../graphql/tada.ts';
import { isJsonObject, parseJson } from '../../ui/json-text.ts';
import { noRule, type TagRule } from '../../ui/tag-rule.ts';
import type { RegisterAgent_Mutation, UpdateAgent_Mutation } from './agent-mutations.ts';

export type RegisterAgentInput = VariablesOf<typeof RegisterAgent_Mutation>['input'];
export type UpdateAgentInput = VariablesOf<typeof UpdateAgent_Mutation>['input'];
export type AgentKind = RegisterAgentInput['kind'];

export interface SkillDraft {
  /** Only to keep a row's controls in place while rows come and go. */
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

/** What stands in the form. Each kind shows only its own fields; the others keep their text, should one come back. */
export interface AgentDraft {
  readonly kind: AgentKind;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly SkillDraft[];
  readonly capacity: string;
  readonly endpoint: string;
  readonly secret: string;
  readonly instructions: string;
  readonly model: string;
  readonly inputSchema: string;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: string;
}

/** `field` is a control's name: a key of the draft, `skills/0/name`, or "" for the form as a whole. */
export interface AgentProblem {
  readonly field: string;
  readonly message: string;
}

const blankSkill = (id: number): SkillDraft => ({ id, name: '', description: '' });

export const blankAgent: AgentDraft = {
  kind: 'HTTP',
  name: '',
  description: '',
  skills: [blankSkill(0)],
  capacity: '4',
  endpoint: '',
  secret: '',
  instructions: '',
  model: '',
  inputSchema: '',
  tags: [],
  jobTags: noRule,
  costPerJob: '',
};

interface EditableAgent {
  readonly kind: AgentKind;
  readonly name: string;
  readonly description: string;
  readonly skills: readonly { readonly name: string; readonly description: string }[];
  readonly capacity: number;
  readonly endpoint: string | null;
  readonly instructions: string | null;
  readonly model: string | null;
  readonly inputSchema: Json;
  readonly tags: readonly string[];
  readonly jobTags: TagRule;
  readonly costPerJob: number | null;
}

/** The secret is never read back: empty leaves it as it is. */
export function draftOfAgent(agent: EditableAgent): AgentDraft {
  return {
    kind: agent.kind,
    name: agent.name,
    description: agent.description,
    skills: agent.skills.map((skill, id) => ({ id, ...skill })),
    capacity: String(agent.capacity),
    endpoint: agent.endpoint ?? '',
    secret: '',
    instructions: agent.instructions ?? '',
    model: agent.model ?? '',
    inputSchema: agent.inputSchema === null ? '' : JSON.stringify(agent.inputSchema, null, 2),
    tags: agent.tags,
    jobTags: agent.jobTags,
    costPerJob: agent.costPerJob === null ? '' : String(agent.costPerJob),
  };
}

type AgentReading<T> =
  | { readonly ok: true; readonly input: T }
  | { readonly ok: false; readonly problems: readonly AgentProblem[] };

/** What registers this draft, or what must be mended first. Limits of length are the server's to state. */
export function readRegistration(draft: AgentDraft): AgentReading<RegisterAgentInput> {
  const { problems, capacity, inputSchema, costPerJob, shared } = readShared(draft);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    input: {
      ...shared,
      ...ofKind(draft),
      kind: draft.kind,
      capacity,
      ...(inputSchema === null ? {} : { inputSchema }),
      ...(costPerJob === null ? {} : { costPerJob }),
    },
  };
}

/** What brings an agent to this draft. A schema or cost taken out is sent as null; an untouched secret is not sent. */
export function readUpdate(agentId: string, draft: AgentDraft): AgentReading<UpdateAgentInput> {
  const { problems, capacity, inputSchema, costPerJob, shared } = readShared(draft);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    input: { agentId, ...shared, ...ofKind(draft), capacity, inputSchema, costPerJob },
  };
}

function ofKind(draft: AgentDraft) {
  switch (draft.kind) {
    case 'HTTP':
      return {
        endpoint: draft.endpoint.trim(),
        ...(draft.secret === '' ? {} : { secret: draft.secret.trim() }),
      };
    case 'PULL':
      return {};
    case 'OPENAI':
      return {
        instructions: draft.instructions.trim(),
        ...(draft.model.trim() === '' ? {} : { model: draft.model.trim() }),
      };
  }
}

function readShared(draft: AgentDraft) {
  const problems: AgentProblem[] = [];
  const need = (field: keyof AgentDraft, message: string) => problems.push({ field, message });

  if (draft.name.trim() === '')
    need('name', 'A short name that says what it is, such as csv-analyst.');
  if (draft.description.trim() === '') {
    need('description', 'A sentence or two: the matcher reads it to find the right jobs.');
  }
  if (draft.kind === 'HTTP' && !isHttpAddress(draft.endpoint.trim())) {
    need('endpoint', 'A full address that starts with http:// or https://.');
  }
  if (draft.kind === 'OPENAI' && draft.instructions.trim() === '') {
    need('instructions', 'What the model is to do with a job.');
  }
  const capacity = Number(draft.capacity);
  if (draft.capacity.trim() === '' || !Number.isInteger(capacity) || capacity < 1) {
    need('capacity', 'How many jobs it may hold at once: 1 or more.');
  }
  const cost = draft.costPerJob.trim();
  const costPerJob = cost === '' ? null : Number(cost.replace(',', '.'));
  if (costPerJob !== null && !(Number.isFinite(costPerJob) && costPerJob >= 0)) {
    need('costPerJob', 'A number, 0 or more; empty when it is not known.');
  }
  const inputSchema = readInputSchema(draft.inputSchema, problems);
  draft.skills.forEach((skill, index) => {
    if (skill.name.trim() === '' && skill.description.trim() !== '') {
      problems.push({ field: `skills/${index}/name`, message: 'This skill has no name.' });
    }
  });
  return {
    problems,
    capacity,
    inputSchema,
    costPerJob,
    shared: {
      name: draft.name.trim(),
      description: draft.description.trim(),
      skills: draft.skills
        .filter((skill) => skill.name.trim() !== '')
        .map(({ name, description }) => ({ name: name.trim(), description: description.trim() })),
      tags: [...draft.tags],
      jobTags: { demands: [...draft.jobTags.demands], refuses: [...draft.jobTags.refuses] },
    },
  };
}

function readInputSchema(text: string, problems: AgentProblem[]): Json {
  if (text.trim() === '') return null;
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.fault;
    problems.push({ field: 'inputSchema', message: `Line ${line}, column ${column}: ${message}.` });
    return null;
  }
  if (!isJsonObject(parsed.value)) {
    problems.push({
      field: 'inputSchema',
      message: 'A JSON Schema is an object, such as { "type": "object" }.',
    });
    return null;
  }
  return parsed.value;
}

const isHttpAddress = (address: string): boolean =>
  /^https?:\/\//i.test(address) && URL.canParse(address);

const fields = new Set<string>(Object.keys(blankAgent));

/**
 * Puts the server's issues beside their controls. `path` is a field's name or a JSON Pointer; skills are counted as
 * they were sent, so rows left empty are stepped over.
 */
export function placeAgentIssues(
  draft: AgentDraft,
  issues: readonly { readonly path: string; readonly message: string }[],
): readonly AgentProblem[] {
  return issues.map(({ path, message }) => {
    const tokens = path.split(/[./[\]]+/).filter((token) => token !== '' && token !== 'input');
    const [field = '', index, part] = tokens;
    if (!fields.has(field)) {
      return {
        field: '',
        message: tokens.length === 0 ? message : `${tokens.join('/')}: ${message}`,
      };
    }
    if (field === 'skills' && index !== undefined) {
      const rows = draft.skills.flatMap((skill, row) => (skill.name.trim() === '' ? [] : [row]));
      const row = rows[Number(index)];
      if (row !== undefined) return { field: `skills/${row}/${part ?? 'name'}`, message };
    }
    const rest = tokens.slice(1).join('/');
    return { field, message: rest === '' ? message : `${rest}: ${message}` };
  });
}

/** A secret in Standard Webhooks' form: `whsec_` and the base64 of 32 random bytes. */
export function makeSecret(random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  return `whsec_${btoa(String.fromCharCode(...random(new Uint8Array(32))))}`;
}
