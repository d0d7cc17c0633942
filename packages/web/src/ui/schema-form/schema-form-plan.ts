import { isJsonObject, type JsonObject, type JsonValue } from '../json-text.ts';

interface FieldBase {
  readonly key: string;
  /** JSON Pointer of the value within the inputs: `/csv`, `/options/delimiter`. */
  readonly pointer: string;
  readonly label: string;
  readonly description: string | null;
  readonly required: boolean;
  /** The schema also takes null: a required field left empty is sent as null. */
  readonly nullable: boolean;
  readonly fallback: JsonValue | undefined;
}
export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** Shown as several lines that take a dropped file. */
  readonly long: boolean;
  readonly format: string | null;
  readonly pattern: string | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly example: string | null;
}
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly Scalar[];
}
export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: number | null;
  readonly maximum: number | null;
}
interface FlagField extends FieldBase {
  readonly kind: 'flag';
}
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly item: 'text' | 'number' | 'integer';
  readonly options: readonly string[] | null;
  readonly minItems: number | null;
  readonly maxItems: number | null;
}
interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly Field[];
  readonly closed: boolean;
}
/** Anything this form has no control for: written as JSON. */
interface JsonField extends FieldBase {
  readonly kind: 'json';
}
export type Field =
  | TextField
  | ChoiceField
  | NumberField
  | FlagField
  | ListField
  | GroupField
  | JsonField;

type Scalar = string | number | boolean | null;

/** How to ask for the inputs: by fields, or as one JSON value when the schema does not describe an object. */
export type FormPlan =
  | { readonly kind: 'fields'; readonly fields: readonly Field[]; readonly closed: boolean }
  | { readonly kind: 'json' };

/** Reads a JSON Schema (2020-12) for a form. What it cannot show as a control becomes a JSON field; nothing is refused. */
export function planForm(schema: unknown): FormPlan {
  if (!isJsonObject(schema)) return { kind: 'json' };
  const root = resolve(schema, schema);
  const fields = isJsonObject(root['properties']) ? planFields(root, '', schema, 0) : [];
  if (fields.length === 0) return { kind: 'json' };
  return { kind: 'fields', fields, closed: root['additionalProperties'] === false };
}

export const pointerTo = (parent: string, key: string): string =>
  `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function planFields(
  schema: JsonObject,
  parent: string,
  root: JsonObject,
  depth: number,
): readonly Field[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).map(([key, property]) =>
    planField(
      key,
      pointerTo(parent, key),
      isJsonObject(property) ? property : {},
      required.includes(key),
      root,
      depth,
    ),
  );
}

function planField(
  key: string,
  pointer: string,
  property: JsonObject,
  required: boolean,
  root: JsonObject,
  depth: number,
): Field {
  const { schema, nullable } = withoutNull(resolve(property, root), root);
  const base: FieldBase = {
    key,
    pointer,
    label: text(schema['title']) ?? words(key),
    description: text(schema['description']) ?? text(property['description']),
    required,
    nullable,
    fallback: schema['default'] ?? schema['const'],
  };
  const options = scalars(schema['enum'] ?? ('const' in schema ? [schema['const'] ?? null] : null));
  if (options !== null) return { ...base, kind: 'choice', options };
  if (conditional.some((keyword) => keyword in schema)) return { ...base, kind: 'json' };

  switch (schema['type']) {
    case 'string':
      return { ...base, kind: 'text', ...textRules(key, schema) };
    case 'number':
    case 'integer':
      return {
        ...base,
        kind: 'number',
        integer: schema['type'] === 'integer',
        minimum: number(schema['minimum']),
        maximum: number(schema['maximum']),
      };
    case 'boolean':
      return { ...base, kind: 'flag' };
    case 'array':
      return planList(base, schema, root);
    case 'object': {
      const fields = depth === 0 ? planFields(schema, pointer, root, depth + 1) : [];
      if (fields.length === 0) return { ...base, kind: 'json' };
      return { ...base, kind: 'group', fields, closed: schema['additionalProperties'] === false };
    }
    default:
      return { ...base, kind: 'json' };
  }
}

/** Keywords under which one control cannot stand for the value. */
const conditional = ['oneOf', 'anyOf', 'allOf', 'not', 'if', '$ref', 'patternProperties'];

function planList(base: FieldBase, schema: JsonObject, root: JsonObject): Field {
  const item = isJsonObject(schema['items']) ? resolve(schema['items'], root) : {};
  const options = scalars(item['enum']);
  const rules = { minItems: number(schema['minItems']), maxItems: number(schema['maxItems']) };
  if (options?.every((option) => typeof option === 'string')) {
    return { ...base, kind: 'list', item: 'text', options, ...rules };
  }
  if (options !== null) return { ...base, kind: 'json' };
  switch (item['type']) {
    case 'string':
      return { ...base, kind: 'list', item: 'text', options: null, ...rules };
    case 'number':
    case 'integer':
      return { ...base, kind: 'list', item: item['type'], options: null, ...rules };
    default:
      return { ...base, kind: 'json' };
  }
}

/** Follows a reference inside the same document; the property's own words win over the referred ones. */
function resolve(schema: JsonObject, root: JsonObject): JsonObject {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let target: JsonValue | undefined = root;
  for (const token of reference.slice(2).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    target = isJsonObject(target) ? target[key] : undefined;
  }
  if (!isJsonObject(target)) return schema;
  const { $ref: _followed, ...own } = schema;
  return { ...target, ...own };
}

/** `type: ["string", "null"]` and `anyOf: [{…}, { type: "null" }]` are a field that may also be null. */
function withoutNull(
  schema: JsonObject,
  root: JsonObject,
): { schema: JsonObject; nullable: boolean } {
  const { type, anyOf } = schema;
  if (Array.isArray(type) && type.includes('null')) {
    const [only, ...others] = type.filter((name) => name !== 'null');
    if (only !== undefined && others.length === 0) {
      return { schema: { ...schema, type: only }, nullable: true };
    }
  }
  if (Array.isArray(anyOf)) {
    const [only, ...others] = anyOf.filter(
      (part) => !(isJsonObject(part) && part['type'] === 'null'),
    );
    if (isJsonObject(only) && others.length === 0 && anyOf.length === 2) {
      const { anyOf: _replaced, ...own } = schema;
      return { schema: { ...resolve(only, root), ...own }, nullable: true };
    }
  }
  return { schema, nullable: false };
}

const longNames =
  /^(csv|text|markdown|log|logs|body|content|prompt|document|html|xml|yaml|source|code|message)$/i;

function textRules(key: string, schema: JsonObject): Omit<TextField, keyof FieldBase | 'kind'> {
  const maxLength = number(schema['maxLength']);
  const format = text(schema['format']);
  const pattern = text(schema['pattern']);
  const unbounded = maxLength === null ? longNames.test(key) : maxLength > 200;
  const examples = Array.isArray(schema['examples']) ? schema['examples'] : [];
  return {
    long: 'contentMediaType' in schema || (unbounded && format === null && pattern === null),
    format,
    pattern,
    minLength: number(schema['minLength']),
    maxLength,
    example: text(examples[0]),
  };
}

const text = (value: JsonValue | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const number = (value: JsonValue | undefined): number | null =>
  typeof value === 'number' ? value : null;

function scalars(value: JsonValue | undefined): readonly Scalar[] | null {
  if (!Array.isArray(value)) return null;
  const options = value.filter(
    (option): option is Scalar => option === null || typeof option !== 'object',
  );
  return options.length === value.length && options.length > 0 ? options : null;
}

const acronyms = /\b(?:api|csv|html|http|id|json|pdf|sql|uri|url|xml|yaml)\b/gi;

/** `maxRows` and `max_rows` read "Max rows", `csvUrl` reads "CSV URL". */
function words(key: string): string {
  const spaced = key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  if (spaced === '') return key;
  const lower = /[a-z]/.test(key)
    ? spaced.replaceAll(/\b[A-Z](?=[a-z])/g, (c) => c.toLowerCase())
    : spaced;
  const [first = ''] = lower;
  return (first.toUpperCase() + lower.slice(first.length)).replaceAll(acronyms, (word) =>
    word.toUpperCase(),
  );
}
