import type { Issue } from '@muster/domain/job/errors.ts';
import { isDeeperThan } from '@muster/domain/validation/check-json.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import { saySize, utf8Bytes } from '@muster/domain/validation/measure.ts';
import type { Options, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { issuesOf } from './issues.ts';
import { TimeLimitError, withinTimeLimit } from './time-limit.ts';

/** A schema ready for use, or what keeps it from being used. */
export type CompiledSchema =
  | {
      readonly validate: ValidateFunction;
      readonly needsTimeLimit: boolean;
      readonly issues: readonly [];
    }
  | {
      readonly validate?: undefined;
      readonly needsTimeLimit?: undefined;
      readonly issues: readonly Issue[];
    };

const compileLimitMs = 1_000;
const dialect = 'https://json-schema.org/draft/2020-12/schema';

const ajvOptions = {
  // Unknown keywords and formats are annotations in JSON Schema, not mistakes.
  strict: false,
  allErrors: true,
  verbose: true,
  logger: false,
} as const satisfies Options;

/** The dialect's own schema takes some 50 ms to compile, hence once, when first needed. */
let metaSchemas: Ajv2020 | null = null;

function metaSchemaIssues(schema: object | boolean): readonly Issue[] {
  metaSchemas ??= addFormats.default(new Ajv2020({ ...ajvOptions, addUsedSchema: false }));
  metaSchemas.validateSchema(schema);
  return issuesOf(metaSchemas.errors ?? []);
}

/** Keywords that make the cost of a validation more than linear in the size of the inputs. */
const costlyKeywords =
  /"(?:pattern|patternProperties|uniqueItems|format|\$ref|\$dynamicRef|\$recursiveRef)":/;

/** Compiles a schema of which `json` is the text. Every way in which that fails is an issue of the result. */
export function compileSchema(schema: unknown, json: string): CompiledSchema {
  const refused = preliminaryIssue(schema, json);
  if (refused) return { issues: [refused] };
  const usable = schema as object | boolean;
  try {
    const issues = metaSchemaIssues(usable);
    if (issues.length > 0) return { issues };
    // An instance for each schema: one's `$id` cannot be seen by another, and forgetting the function forgets it all.
    const ajv = addFormats.default(
      new Ajv2020({ ...ajvOptions, meta: false, validateSchema: false }),
    );
    const validate = withinTimeLimit(compileLimitMs, () => ajv.compile(usable));
    return { validate, needsTimeLimit: costlyKeywords.test(json), issues: [] };
  } catch (error) {
    return { issues: [{ path: '', message: whyNot(error) }] };
  }
}

function preliminaryIssue(schema: unknown, json: string): Issue | null {
  const issue = (path: string, message: string): Issue => ({ path, message });
  if (typeof schema === 'boolean') return null;
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    return issue('', 'must be a JSON Schema: an object, or true or false');
  }
  if (utf8Bytes(json) > limits.inputSchemaBytes) {
    return issue('', `must be at most ${saySize(limits.inputSchemaBytes)} of JSON`);
  }
  if (isDeeperThan(schema, limits.jsonDepth)) {
    return issue('', `must not be nested more than ${limits.jsonDepth} levels deep`);
  }
  if ('$schema' in schema && String(schema.$schema).replace(/#$/, '') !== dialect) {
    return issue('/$schema', `must be ${dialect}, or absent; other dialects are not understood`);
  }
  // ajv's own extension: it makes validation asynchronous.
  if (json.includes('"$async":')) return issue('/$async', 'is not supported; remove it');
  return null;
}

function whyNot(error: unknown): string {
  if (error instanceof TimeLimitError) return `must compile within ${compileLimitMs} ms`;
  if (error instanceof RangeError) return 'is nested too deeply';
  if (error instanceof Error && 'missingRef' in error) {
    return `refers to ${String(error.missingRef)}, which is not in it; put it under $defs, since nothing is fetched`;
  }
  return error instanceof Error ? error.message : 'cannot be compiled';
}
