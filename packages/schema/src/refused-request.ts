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

export interface Page {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

/** Refuses a page that is too large, rather than quietly giving less, and one beside what was never a row. */
export function checkPage({ first, last, after, before }: Page, isCursor = isIdCursor): void {
  for (const [name, size] of Object.entries({ first, last })) {
    if (size !== null && size !== undefined && (size < 0 || size > maxPageRows)) {
      throw refused(
        'BAD_USER_INPUT',
        `${name} must be between 0 and ${maxPageRows}: ask for further pages with after.`,
      );
    }
  }
  for (const [name, cursor] of Object.entries({ after, before })) {
    if (cursor && !isCursor(cursor))
      throw refused('BAD_USER_INPUT', `${name} is not a cursor of this list.`);
  }
}

/** The schema's builder makes cursors of a row's id, in base64; another kind would ask Prisma for an id that is no text. */
const isIdCursor = (cursor: string) =>
  /^GPC:S:[\w-]+$/.test(Buffer.from(cursor, 'base64').toString());

/** The same, of a list whose rows are numbered. */
export const isNumberCursor = (cursor: string) =>
  /^GPC:N:\d{1,9}$/.test(Buffer.from(cursor, 'base64').toString());

/** The same, of a list whose rows are numbered within what they belong to. */
export const isPlaceCursor = (cursor: string) =>
  /^GPC:T:\["S:[\w-]+","N:\d{1,9}"\]$/.test(Buffer.from(cursor, 'base64').toString());

/** PostgreSQL cannot hold NUL: an id or a search text with one matches nothing, and must not reach it. */
export const storable = (text: string): boolean => !text.includes('\u0000');

/** Refuses such a search text: it would match nothing, for a reason that nobody sees. */
export function checkFilter(...texts: readonly (string | null | undefined)[]): void {
  if (!texts.every((text) => storable(text ?? '')))
    throw refused('BAD_USER_INPUT', 'filter contains a NUL character: remove it.');
}
