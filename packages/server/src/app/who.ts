import type { Caller } from '@muster/schema/context.ts';

/** A caller as the audit log names it. */
export const actorOf = (caller: Caller): string =>
  caller.kind === 'AGENT' ? `agent:${caller.agentId}` : caller.name;

/** The server itself: dispatch, sweeps. */
export const system = 'system';
