import { Ajv2020, type AnySchemaObject, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { completed, defineAgent, type Outcome, resubmit } from '../agent.ts';
import { shorten } from '../shorten.ts';

interface CheckInputs {
  schema: AnySchemaObject;
  document: unknown;
}

export const jsonChecker = defineAgent<CheckInputs>({
  name: 'json-checker',
  description:
    'Checks a JSON document against a JSON Schema (draft 2020-12): says whether it is valid, and lists what is wrong and where, as JSON Pointers.',
  skills: [
    {
      name: 'validate JSON',
      description:
        'Check or validate a JSON document against a JSON Schema and list every violation',
    },
    {
      name: 'JSON Schema check',
      description: 'Find mistakes in a JSON Schema itself, such as unknown types or broken $refs',
    },
  ],
  capacity: 4,
  inputSchema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A document and the schema it should fit',
    type: 'object',
    required: ['schema', 'document'],
    properties: {
      schema: {
        title: 'JSON Schema',
        description: 'The JSON Schema (draft 2020-12) that the document should fit',
        type: 'object',
        contentMediaType: 'application/schema+json',
      },
      document: {
        title: 'Document',
        description: 'The JSON document to check: any JSON value',
        contentMediaType: 'application/json',
      },
    },
  },
  work: checkDocument,
});

const MAX_ERRORS = 500;
const MAX_DETAIL_LENGTH = 200;

function checkDocument({ schema, document }: CheckInputs): Outcome {
  // One instance per check: ajv remembers schemas by $id, and two jobs may use the same id.
  // Not strict, as the specification has validators ignore keywords they do not know.
  const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
  // `format` is checked, not only noted: that is what people who write it expect.
  addFormats.default(ajv);

  const fault = faultOfSchema(ajv, schema);
  if (fault !== undefined) return resubmit(fault);
  try {
    const validate = ajv.compile(schema);
    const valid = validate(document);
    const errors = validate.errors ?? [];
    return completed({
      valid,
      errorCount: errors.length,
      errors: errors.slice(0, MAX_ERRORS).map(describeError),
      truncated: errors.length > MAX_ERRORS,
    });
  } catch (error) {
    // References that lead nowhere show only when compiling; ones that lead in a circle when running.
    if (error instanceof RangeError) {
      return resubmit('`schema` refers to itself without end, or is nested too deeply.');
    }
    if (error instanceof Error) return resubmit(`\`schema\` cannot be used: ${error.message}.`);
    throw error;
  }
}

function faultOfSchema(ajv: Ajv2020, schema: AnySchemaObject): string | undefined {
  const dialect: unknown = schema['$schema'];
  if (typeof dialect === 'string' && !dialect.includes('json-schema.org/draft/2020-12/')) {
    return `\`schema\` declares the dialect ${dialect}, and this agent reads draft 2020-12. Please convert it, or remove $schema when it uses nothing older.`;
  }
  // ajv's own keyword: its validators would answer with a promise.
  if (schema['$async'] === true) return '`schema` uses $async, which is not part of JSON Schema.';
  try {
    if (ajv.validateSchema(schema) === true) return undefined;
  } catch (error) {
    return `\`schema\` cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
  const faults = (ajv.errors ?? []).map((error) => {
    const { path, message } = describeError(error);
    return `${path === '' ? 'the schema' : path} ${message}`;
  });
  return `\`schema\` is not a valid JSON Schema 2020-12: ${[...new Set(faults)].slice(0, 10).join('; ')}.`;
}

interface Violation {
  /** JSON Pointer into the document; the empty string is the whole document. */
  path: string;
  message: string;
  keyword: string;
  schemaPath: string;
}

function describeError(error: ErrorObject): Violation {
  return {
    path: error.instancePath,
    message: `${error.message ?? 'is not valid'}${shorten(detail(error), MAX_DETAIL_LENGTH)}`,
    keyword: error.keyword,
    schemaPath: error.schemaPath,
  };
}

/** What ajv knows and leaves out of its messages. */
function detail({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `: ${JSON.stringify(params['additionalProperty'])}`;
    case 'unevaluatedProperties':
      return `: ${JSON.stringify(params['unevaluatedProperty'])}`;
    case 'enum':
      return `: ${JSON.stringify(params['allowedValues'])}`;
    case 'const':
      return `: ${JSON.stringify(params['allowedValue'])}`;
    default:
      return '';
  }
}
