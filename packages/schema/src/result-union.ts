import type { DomainError, ErrorCode, Result } from '@muster/domain/job/errors.ts';
import { builder } from './builder.ts';
import { errorTypes } from './errors.ts';

type SuccessRef<Value> = ReturnType<typeof builder.objectRef<Value>>;

/**
 * The union that a mutation returns: its success, or one of the errors that the caller can act on.
 * A value with a `code` is an error; the code names its type.
 */
export function resultUnion<Value extends object>(
  mutation: string,
  success: SuccessRef<Value>,
  codes: readonly ErrorCode[],
) {
  const members = new Set(codes);
  return builder.unionType(`${mutation}Result`, {
    types: [success, ...codes.map((code) => errorTypes[code])],
    resolveType: (value: Value | DomainError) => {
      if (!isError(value)) return success;
      if (!members.has(value.code))
        throw new Error(`${mutation} does not declare the error ${value.code}.`);
      return errorTypes[value.code];
    },
  });
}

/** A use case's answer as the union's value. */
export const answer = <T>(result: Result<T>): T | DomainError =>
  result.ok ? result.value : result.error;

const isError = (value: object): value is DomainError => 'code' in value && 'message' in value;
