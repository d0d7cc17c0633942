import type { Problem } from './schema-form-model.ts';
import { type Field, type FormPlan, pointerTo } from './schema-form-plan.ts';

/** A refusal as the server words it: `path` is a JSON Pointer or the field's name. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * Puts the server's issues beside the fields they are about. An issue deeper than any field goes to the field that
 * holds it and keeps the rest of its path in words; one about no field goes to the whole (pointer "").
 */
export function placeIssues(plan: FormPlan, issues: readonly Issue[]): readonly Problem[] {
  const pointers = plan.kind === 'json' ? [] : plan.fields.flatMap(pointersOf);
  return issues.map((issue) => placeIssue(pointers, issue));
}

const pointersOf = (field: Field): readonly string[] =>
  field.kind === 'group' ? [...field.fields.flatMap(pointersOf), field.pointer] : [field.pointer];

function placeIssue(pointers: readonly string[], { path, message }: Issue): Problem {
  const pointer = toPointer(path);
  // The inputs may be named as the mutation's argument: `inputs/csv`.
  const within = pointer === '/inputs' ? '' : pointer.replace(/^\/inputs(?=\/)/, '');
  for (const candidate of within === pointer ? [pointer] : [pointer, within]) {
    const exact = pointers.find((known) => known === candidate);
    if (exact !== undefined) return { pointer: exact, message };
    const holder = pointers
      .filter((known) => candidate.startsWith(`${known}/`))
      .reduce((longest, known) => (known.length > longest.length ? known : longest), '');
    if (holder !== '')
      return { pointer: holder, message: `${candidate.slice(holder.length)}: ${message}` };
  }
  return { pointer: '', message: within === '' ? message : `${within}: ${message}` };
}

/** `csv`, `options.delimiter`, `$.csv`, `items[0]` and `/csv` all become JSON Pointers. */
function toPointer(path: string): string {
  if (path.startsWith('/')) return path;
  return path
    .replace(/^\$\.?/, '')
    .split(/[./[\]]+/)
    .filter((token) => token !== '')
    .reduce(pointerTo, '');
}
