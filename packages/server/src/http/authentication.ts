import { createHash, timingSafeEqual } from 'node:crypto';
import type { Caller } from '@muster/schema/context.ts';

export const cookieName = 'muster_session';

export interface Authentication {
  /** Who holds this `Authorization` header, or this cookie; null when nobody does. */
  callerOf(credentials: {
    readonly authorization?: string | undefined;
    readonly session?: string | undefined;
  }): Promise<Caller | null>;
  /** What the browser keeps: proves the token without being it. Null when the token is wrong. */
  sessionFor(token: string): string | null;
}

export interface AuthenticationOptions {
  readonly adminToken: string;
  /** The agent whose token has this SHA-256. */
  readonly agentByTokenHash: (tokenHash: string) => Promise<string | null>;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const equal = (one: string, other: string) => timingSafeEqual(sha256(one), sha256(other));

export function createAuthentication({
  adminToken,
  agentByTokenHash,
}: AuthenticationOptions): Authentication {
  const session = sha256(`muster session ${adminToken}`).toString('base64url');
  const operator: Caller = { kind: 'OPERATOR', name: 'operator' };
  return {
    async callerOf({ authorization, session: given }) {
      const token = bearerOf(authorization);
      if (token !== null) {
        if (equal(token, adminToken)) return operator;
        const agentId = await agentByTokenHash(sha256(token).toString('hex'));
        return agentId === null ? null : { kind: 'AGENT', agentId };
      }
      return given !== undefined && equal(given, session) ? operator : null;
    },
    sessionFor: (token) => (equal(token, adminToken) ? session : null),
  };
}

/** The session that a `Cookie` header brings. */
export function cookieOf(header: string | undefined): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [name, value] = pair.split('=', 2);
    if (name?.trim() === cookieName) return value?.trim();
  }
  return undefined;
}

/** The token of `Bearer TOKEN`, or null. */
export function bearerOf(authorization: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? null;
}
