import type { Json } from '../../../graphql/tada.ts';

export type JsonObject = { readonly [key: string]: Json };

/** How a value is best read by a person. */
export type ResultShape =
  | { type: 'rows'; columns: readonly string[]; rows: readonly JsonObject[] }
  | { type: 'html'; html: string }
  | { type: 'text'; text: string }
  | { type: 'parts'; parts: readonly { name: string; value: Json }[] }
  | { type: 'tree'; value: Json };

/** A value with more columns than this reads better as a tree. */
const mostColumns = 16;

/** Chooses by the value alone; `name` is the field it came in, if it came in one. */
export function resultShape(value: Json, name = ''): ResultShape {
  if (typeof value === 'string') {
    if (looksLikeHtml(value, name)) return { type: 'html', html: value };
    return value.includes('\n') ? { type: 'text', text: value } : { type: 'tree', value };
  }
  if (isRows(value)) {
    const columns = [...new Set(value.flatMap((row) => Object.keys(row)))];
    if (columns.length > 0 && columns.length <= mostColumns) {
      return { type: 'rows', columns, rows: value };
    }
    return { type: 'tree', value };
  }
  // An object with a table, a page or a text in it is shown part by part.
  if (isObject(value)) {
    const parts = Object.entries(value).map(([key, part]) => ({ name: key, value: part }));
    const worthParting = parts.some((part) => resultShape(part.value, part.name).type !== 'tree');
    if (worthParting && parts.length <= 24) return { type: 'parts', parts };
  }
  return { type: 'tree', value };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isScalar(value: Json): value is string | number | boolean | null {
  return typeof value !== 'object' || value === null;
}

function isRows(value: Json): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every((row: Json) => isObject(row));
}

function looksLikeHtml(text: string, name: string): boolean {
  const tagged = /<([a-z][a-z0-9]*)\b[^>]*>[\s\S]*<\/\1>/i.test(text);
  return tagged && (name.toLowerCase() === 'html' || /^\s*<(!doctype|[a-z])/i.test(text));
}
