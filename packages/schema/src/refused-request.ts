import { GraphQLError } from 'graphql';
import type { Context } from './context.ts';

/** Codes of requests that are refused as a whole, beside those that the transport refuses. */
export type RefusalCode =
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'BAD_CURSOR'
  | 'TOO_COMPLEX';

export const refused = (code: RefusalCode, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code } });

/** For everything that an agent's own token does not open. */
export function asOperator({ caller }: Pick<Context, 'caller'>): void {
  if (caller.kind !== 'OPERATOR') {
    throw refused(
      'FORBIDDEN',
      'An agent’s token opens only claimAssignment, heartbeat and reportAssignment: use the admin token.',
    );
  }
}

/** The largest page. */
export const maxPageRows = 200;

/** Refuses a page that is too large, rather than quietly giving less. */
export function checkPage({
  first,
  last,
}: {
  first?: number | null | undefined;
  last?: number | null | undefined;
}): void {
  for (const [name, size] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (size !== null && size !== undefined && (size < 0 || size > maxPageRows)) {
      throw refused(
        'BAD_USER_INPUT',
        `${name} must be between 0 and ${maxPageRows}: ask for further pages with after.`,
      );
    }
  }
}

/** PostgreSQL cannot hold NUL: an id or a search text with one matches nothing, and must not reach it. */
export const storable = (text: string): boolean => !text.includes('\u0000');
