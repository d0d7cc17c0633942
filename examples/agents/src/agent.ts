import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';

/** What an agent says of an assignment: the bodies Muster understands, in a 200 or in a report. */
export type Outcome =
  | { outcome: 'COMPLETED'; output: object }
  | { outcome: 'FAILED'; failure: { class: 'agent_error'; message: string } }
  /** Not this agent's kind of work; other inputs of the same kind would not help. */
  | { outcome: 'REJECTED'; message: string }
  /** The work fits, the inputs do not; the message says what to fix. */
  | { outcome: 'RESUBMISSION_REQUIRED'; message: string };

export const completed = (output: object): Outcome => ({ outcome: 'COMPLETED', output });
export const rejected = (message: string): Outcome => ({ outcome: 'REJECTED', message });
export const resubmit = (message: string): Outcome => ({
  outcome: 'RESUBMISSION_REQUIRED',
  message,
});

/** One input. Title and description are mandatory: a console makes a form of them. */
interface PropertySchema {
  title: string;
  description: string;
  type?: 'string' | 'object' | 'boolean';
  /** Marks a large text, so that a form offers an editor or a file instead of a single line. */
  contentMediaType?: string;
  minLength?: number;
  maxLength?: number;
  default?: boolean;
}

/** JSON Schema 2020-12 for an agent's inputs, as Muster stores and checks it. */
interface InputSchema {
  $schema: 'https://json-schema.org/draft/2020-12/schema';
  title: string;
  type: 'object';
  required: string[];
  properties: Record<string, PropertySchema>;
}

/** What Muster is told of an agent; name, description and skills are what matching reads. */
export interface AgentProfile {
  name: string;
  description: string;
  skills: { name: string; description: string }[];
  inputSchema: InputSchema;
  /** How many assignments it takes at once. */
  capacity: number;
}

export interface Agent extends AgentProfile {
  /** `now`: the outcome is the 200 answer. `later`: 202, then a report to the assignment's `reportUrl`. */
  answers: 'now' | 'later';
  /** Checks the inputs against the schema, then does the work. Pure, and never throws for bad input. */
  handle(inputs: unknown): Outcome;
}

/** Muster takes 256 KiB of inputs; the margin is for other callers. More is refused as too large. */
export const MAX_TEXT_LENGTH = 500_000;
/** What Muster takes. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

/** Joins a profile and the work into an agent whose `work` sees only inputs that fit the schema. */
export function defineAgent<Inputs>(
  definition: AgentProfile & {
    answers?: Agent['answers'];
    work(inputs: Inputs): Outcome;
  },
): Agent {
  const { work, answers = 'now', ...profile } = definition;
  const fits: ValidateFunction<Inputs> = ajv.compile<Inputs>(profile.inputSchema);
  return {
    ...profile,
    answers,
    handle(inputs) {
      const given = inputs ?? {};
      if (!fits(given)) return refuseInputs(profile.inputSchema, fits.errors ?? []);
      return refuseBinary(profile.inputSchema, given) ?? boundOutcome(work(given));
    },
  };
}

function boundOutcome(outcome: Outcome): Outcome {
  if (outcome.outcome !== 'COMPLETED') return outcome;
  const bytes = Buffer.byteLength(JSON.stringify(outcome.output));
  return bytes <= MAX_OUTPUT_BYTES
    ? outcome
    : rejected(`The result would take ${bytes.toLocaleString('en')} bytes; Muster takes 1 MiB.`);
}

function refuseInputs(schema: InputSchema, errors: readonly ErrorObject[]): Outcome {
  const tooLong = errors.find((error) => error.keyword === 'maxLength');
  if (tooLong) {
    return rejected(
      `Too large for this agent: \`${tooLong.instancePath.slice(1)}\` may have at most ${MAX_TEXT_LENGTH.toLocaleString('en')} characters. Send a part of it, or choose an agent for large files.`,
    );
  }
  const faults = errors.map((error) => sayWhatToFix(schema, error));
  return resubmit(`Please correct the inputs: ${[...new Set(faults)].join('; ')}.`);
}

function sayWhatToFix(schema: InputSchema, error: ErrorObject): string {
  const missing: unknown = error.params['missingProperty'];
  if (error.keyword === 'required' && typeof missing === 'string') {
    return `\`${missing}\` is missing (${schema.properties[missing]?.description ?? 'required'})`;
  }
  if (error.keyword === 'minLength') return `\`${error.instancePath.slice(1)}\` is empty`;
  const where = error.instancePath === '' ? 'inputs' : `\`${error.instancePath.slice(1)}\``;
  return `${where} ${error.message ?? 'does not fit'}`;
}

/** So begin PDF, ZIP (hence Excel and Word too), PNG and GIF files. */
const BINARY_STARTS = ['%PDF-', 'PK\u0003\u0004', '\u0089PNG', 'GIF8'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/g;

/** Escape (1b) is absent from {@link NOT_TEXT}: logs carry terminal colours. */
function looksBinary(text: string): boolean {
  const start = text.slice(0, 4096);
  if (BINARY_STARTS.some((magic) => start.startsWith(magic))) return true;
  if (text.includes('\0')) return true;
  return (start.match(NOT_TEXT)?.length ?? 0) > start.length / 10;
}

function refuseBinary(schema: InputSchema, inputs: object): Outcome | undefined {
  for (const [name, value] of Object.entries(inputs)) {
    const isText = schema.properties[name]?.contentMediaType?.startsWith('text/') ?? false;
    if (isText && typeof value === 'string' && looksBinary(value)) {
      return rejected(`\`${name}\` is a binary file, and this agent reads only plain text.`);
    }
  }
  return undefined;
}
