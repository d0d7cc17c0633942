import type { Issue } from '@muster/domain/job/errors.ts';
import type { ErrorObject } from 'ajv';

const mostIssues = 20;

/** ajv's errors as issues that say what to do: each place and message once, the first 20. */
export function issuesOf(errors: readonly ErrorObject[]): readonly Issue[] {
  const issues = new Map<string, Issue>();
  for (const error of errors) {
    const issue = issueOf(error);
    issues.set(`${issue.path}\n${issue.message}`, issue);
    if (issues.size === mostIssues) break;
  }
  return [...issues.values()];
}

/** What ajv tells about an error, by keyword (ajv's DefinedError types, flattened). */
interface Params {
  readonly missingProperty?: unknown;
  readonly property?: unknown;
  readonly additionalProperty?: unknown;
  readonly unevaluatedProperty?: unknown;
  readonly type?: unknown;
  readonly allowedValues?: unknown;
  readonly allowedValue?: unknown;
  readonly format?: unknown;
  readonly pattern?: unknown;
  readonly passingSchemas?: unknown;
}

function issueOf(error: ErrorObject): Issue {
  const at = error.instancePath;
  const params: Params = error.params;
  const child = (name: unknown): string => `${at}/${pointerToken(String(name))}`;
  switch (error.keyword) {
    case 'required':
      return { path: child(params.missingProperty), message: 'is required' };
    case 'dependentRequired':
      return {
        path: child(params.missingProperty),
        message: `is required when ${String(params.property)} is given`,
      };
    case 'additionalProperties':
      return {
        path: child(params.additionalProperty),
        message: 'is not a known property; remove it or correct its name',
      };
    case 'unevaluatedProperties':
      return {
        path: child(params.unevaluatedProperty),
        message: 'is not a known property; remove it or correct its name',
      };
    default:
      return { path: at, message: messageOf(error, params) };
  }
}

function messageOf(error: ErrorObject, params: Params): string {
  switch (error.keyword) {
    case 'type':
      return `must be ${[params.type].flat().join(' or ')}, but is ${jsonType(error.data)}`;
    case 'enum':
      return `must be one of ${list(params.allowedValues)}`;
    case 'const':
      return `must be ${shown(params.allowedValue)}`;
    case 'format':
      return `must be written as ${String(params.format)} (a format of JSON Schema)`;
    case 'pattern':
      return `must match the pattern ${clipped(String(params.pattern), 200)}`;
    case 'anyOf':
    case 'oneOf':
      return error.keyword === 'oneOf' && params.passingSchemas
        ? 'must match exactly one of the allowed shapes, but matches several'
        : 'must match one of the allowed shapes';
    case 'false schema':
      return 'is not allowed here; remove it';
    default:
      return error.message ?? `breaks the rule "${error.keyword}"`;
  }
}

/** One step of a JSON Pointer (RFC 6901). */
const pointerToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

const clipped = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

const shown = (value: unknown): string => clipped(JSON.stringify(value) ?? String(value), 100);

function list(values: unknown): string {
  const all = Array.isArray(values) ? values : [values];
  const more = all.length > 10 ? ` and ${all.length - 10} more` : '';
  return all.slice(0, 10).map(shown).join(', ') + more;
}
