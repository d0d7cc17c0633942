import { isJsonObject, type JsonFault, type JsonValue, parseJson } from '../json-text.ts';
import type {
  ChoiceField,
  Field,
  FormPlan,
  ListField,
  NumberField,
  TextField,
} from './schema-form-plan.ts';

/** What stands in a control while one types: text (a flag is "true", "false" or ""), or the items of a list. */
export type Draft = string | readonly string[];
export type Drafts = Readonly<Record<string, Draft>>;

/** Something wrong with one place: `pointer` is the field's, or "" for the inputs as a whole. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

export interface SchemaFormState {
  /** Which of the two the operator sees and edits: `text` is stale while in `fields`, `drafts` while in `json`. */
  readonly mode: 'fields' | 'json';
  readonly drafts: Drafts;
  /** Values the schema has no field for, by the pointer of the object they were found in; passed along unless it is closed. */
  readonly extras: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** Fields whose prefilled value had another shape than the schema asks for, and so could not be shown. */
  readonly misfits: readonly string[];
  readonly text: string;
}

interface Refusal {
  readonly ok: false;
  readonly message: string;
}
type Read<T> = { readonly ok: true; readonly value: T } | Refusal;
const read = <T>(value: T): Read<T> => ({ ok: true, value });
const refuse = (message: string): Refusal => ({ ok: false, message });

const pretty = (value: JsonValue): string => JSON.stringify(value, null, 2);

/** Fills the form from existing inputs (`undefined` or null: none), and from the schema's defaults where they are silent. */
export function startForm(plan: FormPlan, value: JsonValue | undefined): SchemaFormState {
  const text = value === undefined || value === null ? '' : pretty(value);
  const blank: SchemaFormState = { mode: 'json', drafts: {}, extras: {}, misfits: [], text };
  if (plan.kind === 'json') return blank;
  if (text !== '' && !isJsonObject(value)) return blank;
  const filling: Filling = { drafts: {}, extras: {}, misfits: [] };
  fill(plan.fields, '', isJsonObject(value) ? value : {}, filling);
  return { ...filling, mode: 'fields', text };
}

interface Filling {
  readonly drafts: Record<string, Draft>;
  readonly extras: Record<string, Record<string, JsonValue>>;
  readonly misfits: string[];
}

function fill(
  fields: readonly Field[],
  parent: string,
  value: { readonly [key: string]: JsonValue },
  into: Filling,
): void {
  const known = new Set(fields.map((field) => field.key));
  const extras = Object.entries(value).filter(([key]) => !known.has(key));
  if (extras.length > 0) into.extras[parent] = Object.fromEntries(extras);
  for (const field of fields) {
    const given = value[field.key] ?? field.fallback;
    if (field.kind === 'group') {
      if (given !== undefined && given !== null && !isJsonObject(given))
        into.misfits.push(field.pointer);
      fill(field.fields, field.pointer, isJsonObject(given) ? given : {}, into);
      continue;
    }
    const draft = given === undefined || given === null ? emptyDraft(field) : draftOf(field, given);
    if (draft === null) into.misfits.push(field.pointer);
    into.drafts[field.pointer] =
      draft ??
      (field.fallback === undefined ? null : draftOf(field, field.fallback)) ??
      emptyDraft(field);
  }
}

function emptyDraft(field: Field): Draft {
  if (field.kind === 'list') return [];
  // A required flag has no third state to show, so it starts as what its checkbox looks like.
  if (field.kind === 'flag' && field.required) return 'false';
  return '';
}

/** The control's content for a value; null when the value has a shape that the control cannot show. */
function draftOf(field: Exclude<Field, { kind: 'group' }>, value: JsonValue): Draft | null {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? value : pretty(value);
    case 'number':
      return typeof value === 'number' || typeof value === 'string' ? String(value) : null;
    case 'flag':
      return typeof value === 'boolean' ? String(value) : null;
    case 'choice':
      return field.options.some((option) => option === value) ? JSON.stringify(value) : null;
    case 'list': {
      const items: readonly JsonValue[] = Array.isArray(value) ? value : [value];
      return items.every((item) => typeof item === 'string' || typeof item === 'number')
        ? items.map(String)
        : null;
    }
    case 'json':
      return pretty(value);
  }
}

export type FormReading =
  | { readonly ok: true; readonly value: JsonValue | undefined }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The inputs as they would be sent, or everything that must be mended first. Empty JSON means no inputs (`undefined`). */
export function readForm(plan: FormPlan, state: SchemaFormState): FormReading {
  if (plan.kind === 'json' || state.mode === 'json') {
    if (state.text.trim() === '') return { ok: true, value: undefined };
    const parsed = parseJson(state.text);
    return parsed.ok
      ? parsed
      : { ok: false, problems: [{ pointer: '', message: faultInWords(parsed.fault) }] };
  }
  const problems: Problem[] = [];
  const value = readFields(plan.fields, '', plan.closed, state, problems);
  return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
}

function readFields(
  fields: readonly Field[],
  parent: string,
  closed: boolean,
  state: SchemaFormState,
  problems: Problem[],
): Record<string, JsonValue> {
  const value: Record<string, JsonValue> = closed ? {} : { ...state.extras[parent] };
  for (const field of fields) {
    if (field.kind === 'group') {
      if (!field.required && isBlank(field, state)) continue;
      value[field.key] = readFields(field.fields, field.pointer, field.closed, state, problems);
      continue;
    }
    const draft = state.drafts[field.pointer] ?? emptyDraft(field);
    if (draft.length === 0) {
      if (field.required && field.nullable) value[field.key] = null;
      else if (field.required && field.kind === 'list' && (field.minItems ?? 0) === 0)
        value[field.key] = [];
      else if (field.required)
        problems.push({ pointer: field.pointer, message: 'The agent needs this.' });
      continue;
    }
    const reading = readDraft(field, draft);
    if (reading.ok) value[field.key] = reading.value;
    else problems.push({ pointer: field.pointer, message: reading.message });
  }
  return value;
}

const isBlank = (field: Field, state: SchemaFormState): boolean =>
  field.kind === 'group'
    ? state.extras[field.pointer] === undefined &&
      field.fields.every((child) => isBlank(child, state))
    : (state.drafts[field.pointer] ?? '').length === 0;

function readDraft(field: Exclude<Field, { kind: 'group' }>, draft: Draft): Read<JsonValue> {
  if (typeof draft !== 'string') {
    return field.kind === 'list' ? readList(field, draft) : refuse('One value goes here.');
  }
  switch (field.kind) {
    case 'text':
      return readText(field, draft);
    case 'number':
      return readNumber(draft, field);
    case 'flag':
      return read(draft === 'true');
    case 'choice':
      return readChoice(field, draft);
    case 'list':
      return readList(field, [draft]);
    case 'json': {
      const parsed = parseJson(draft);
      return parsed.ok ? read(parsed.value) : refuse(faultInWords(parsed.fault));
    }
  }
}

function readText(field: TextField, draft: string): Read<string> {
  // JSON Schema counts code points, as does spreading a string.
  const length = field.minLength === null && field.maxLength === null ? 0 : [...draft].length;
  if (field.minLength !== null && length < field.minLength) {
    return refuse(`At least ${field.minLength} characters; there are ${length}.`);
  }
  if (field.maxLength !== null && length > field.maxLength) {
    return refuse(`At most ${field.maxLength} characters; there are ${length}.`);
  }
  if (field.format === 'uri' && !URL.canParse(draft))
    return refuse('A full address, such as https://example.com.');
  if (field.format === 'email' && !/^\S+@\S+$/.test(draft)) return refuse('An e-mail address.');
  if (field.format === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(draft))
    return refuse('A date as 2026-01-31.');
  if (field.pattern !== null && failsPattern(field.pattern, draft))
    return refuse(`Must match ${field.pattern}`);
  return read(draft);
}

function failsPattern(pattern: string, draft: string): boolean {
  try {
    return !new RegExp(pattern, 'u').test(draft);
  } catch {
    // A pattern this browser cannot read is left to the server.
    return false;
  }
}

function readNumber(
  draft: string,
  rules: Pick<NumberField, 'integer' | 'minimum' | 'maximum'>,
): Read<number> {
  const value = Number(draft);
  if (draft.trim() === '' || !Number.isFinite(value)) return refuse('A number.');
  if (rules.integer && !Number.isInteger(value)) return refuse('A whole number.');
  if (rules.minimum !== null && value < rules.minimum) return refuse(`At least ${rules.minimum}.`);
  if (rules.maximum !== null && value > rules.maximum) return refuse(`At most ${rules.maximum}.`);
  return read(value);
}

function readChoice(field: ChoiceField, draft: string): Read<JsonValue> {
  const index = field.options.findIndex((option) => JSON.stringify(option) === draft);
  const option = field.options[index];
  return option === undefined ? refuse('One of the options.') : read(option);
}

function readList(field: ListField, items: readonly string[]): Read<JsonValue> {
  if (field.minItems !== null && items.length < field.minItems)
    return refuse(`At least ${field.minItems}.`);
  if (field.maxItems !== null && items.length > field.maxItems)
    return refuse(`At most ${field.maxItems}.`);
  if (field.item === 'text') return read(items);
  const numbers: number[] = [];
  for (const item of items) {
    const number = readNumber(item, {
      integer: field.item === 'integer',
      minimum: null,
      maximum: null,
    });
    if (!number.ok)
      return refuse(
        `“${item}” is not ${field.item === 'integer' ? 'a whole number' : 'a number'}.`,
      );
    numbers.push(number.value);
  }
  return read(numbers);
}

const faultInWords = (fault: JsonFault): string =>
  `Line ${fault.line}, column ${fault.column}: ${fault.message}.`;

/** Shows the same inputs as JSON. What a field cannot be read as is kept as typed, so that nothing is lost. */
export function toJsonMode(plan: FormPlan, state: SchemaFormState): SchemaFormState {
  if (plan.kind === 'json' || state.mode === 'json') return { ...state, mode: 'json' };
  return { ...state, mode: 'json', text: pretty(asTyped(plan.fields, '', state)) };
}

function asTyped(fields: readonly Field[], parent: string, state: SchemaFormState): JsonValue {
  const value: Record<string, JsonValue> = { ...state.extras[parent] };
  for (const field of fields) {
    if (field.kind === 'group') {
      if (field.required || !isBlank(field, state)) {
        value[field.key] = asTyped(field.fields, field.pointer, state);
      }
      continue;
    }
    const draft = state.drafts[field.pointer] ?? '';
    if (draft.length === 0) continue;
    const reading = readDraft(field, draft);
    value[field.key] = reading.ok ? reading.value : draft;
  }
  return value;
}

/** Back from JSON to fields; refused while the text is not a JSON object. */
export function toFieldsMode(
  plan: FormPlan,
  state: SchemaFormState,
): { readonly ok: true; readonly state: SchemaFormState } | Refusal {
  if (state.text.trim() === '') return { ok: true, state: startForm(plan, undefined) };
  const parsed = parseJson(state.text);
  if (!parsed.ok) return refuse(faultInWords(parsed.fault));
  if (!isJsonObject(parsed.value))
    return refuse('The fields show an object; this is another kind of value.');
  return { ok: true, state: startForm(plan, parsed.value) };
}
