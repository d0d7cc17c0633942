import type { Issue } from '@muster/domain/job/errors.ts';
import type { ErrorObject } from 'ajv';
import { type CompiledSchema, compileSchema } from './compile-schema.ts';
import { issuesOf } from './issues.ts';
import { canonicalJson, LruCache } from './lru-cache.ts';
import { TimeLimitError, withinTimeLimit } from './time-limit.ts';

export interface InputsValidatorOptions {
  /** How many compiled schemas are kept. Default 256; one takes some tens of KB. */
  readonly cacheSize?: number | undefined;
  /** The longest that one validation may hold the process, in milliseconds. Default 250. */
  readonly timeLimitMs?: number | undefined;
}

export interface InputsValidator {
  /**
   * What is wrong with `inputs` under a JSON Schema 2020-12: at most 20 issues, each with a JSON Pointer into the
   * inputs (`""` is the whole) and how to mend it; empty when they are accepted. A schema that cannot be used, and a
   * validation that takes too long, are an issue too. Never throws.
   */
  validate(schema: unknown, inputs: unknown): readonly Issue[];
  /**
   * Whether a schema can be used at all: valid JSON Schema 2020-12, complete in itself (no remote `$ref`), at most
   * 64 KiB. The paths are JSON Pointers into the schema. Empty when it can. Never throws.
   */
  checkSchema(schema: unknown): readonly Issue[];
}

/**
 * Checks inputs against the schemas of agents with ajv (JSON Schema 2020-12 with formats).
 *
 * Schemas are written by whoever registers an agent and inputs by whoever creates a job, so neither may hang the
 * server: patterns that backtrack for ever, quadratic `uniqueItems` and exponential `$ref` chains are cut off by a
 * time limit rather than guessed from their text. Schemas without such keywords cost linear time and run without it.
 */
export function createInputsValidator(options: InputsValidatorOptions = {}): InputsValidator {
  const timeLimitMs = options.timeLimitMs ?? 250;
  const cache = new LruCache<string, CompiledSchema>(options.cacheSize ?? 256);

  const compiled = (schema: unknown): CompiledSchema => {
    try {
      const key = canonicalJson(schema) ?? 'undefined';
      return cache.getOrCreate(key, () => compileSchema(schema, key));
    } catch {
      // Only a value that is not JSON comes here: a cycle, or nesting deeper than the stack.
      return { issues: [{ path: '', message: 'must be a JSON value of reasonable depth' }] };
    }
  };

  return {
    checkSchema: (schema) => compiled(schema).issues,
    validate(schema, inputs) {
      const { validate, issues, needsTimeLimit } = compiled(schema);
      if (!validate) return [{ path: '', message: unusable(issues) }];
      const run = (): readonly ErrorObject[] => (validate(inputs) ? [] : (validate.errors ?? []));
      try {
        return issuesOf(needsTimeLimit ? withinTimeLimit(timeLimitMs, run) : run());
      } catch (error) {
        return [{ path: '', message: whyStopped(error, timeLimitMs) }];
      } finally {
        // The errors hold on to the inputs, and the function lives in the cache.
        validate.errors = null;
      }
    },
  };
}

function unusable(issues: readonly Issue[]): string {
  const [first] = issues;
  const where = first?.path ? ` at ${first.path}` : '';
  return `cannot be checked: the agent's input schema is unusable${where}: ${first?.message ?? 'unknown reason'}`;
}

function whyStopped(error: unknown, timeLimitMs: number): string {
  if (error instanceof TimeLimitError) {
    return `took longer than ${timeLimitMs} ms to check against the agent's input schema; simplify its patterns or shorten the inputs`;
  }
  if (error instanceof RangeError) {
    return "are nested too deeply for the agent's input schema, or the schema refers to itself without end";
  }
  return "cannot be checked against the agent's input schema";
}
