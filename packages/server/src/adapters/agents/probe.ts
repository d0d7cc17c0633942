import { request } from 'undici';
import type { Egress } from './egress.ts';

export interface ProbeOptions {
  readonly egress: Pick<Egress, 'dispatcher' | 'checkEndpoint'>;
  /** For the whole probe, in milliseconds. Default 3,000. */
  readonly timeoutMs?: number;
}

/**
 * Whether anybody answers at an agent's endpoint. An OPTIONS request asks for no work, and any answer, also a
 * refusal, shows that the agent is there.
 */
export function createProbe({ egress, timeoutMs = 3_000 }: ProbeOptions) {
  return async (endpoint: string): Promise<boolean> => {
    if (egress.checkEndpoint(endpoint) !== null) return false;
    try {
      const { body, statusCode } = await request(endpoint, {
        method: 'OPTIONS',
        dispatcher: egress.dispatcher,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'user-agent': 'Muster' },
      });
      // Thrown away unread, the body says so by an error; without a listener that would end the process.
      body.on('error', () => {});
      body.destroy();
      return statusCode !== 502 && statusCode !== 503 && statusCode !== 504;
    } catch {
      // Refused, timed out, no such name: nobody there. The circuit says so to whoever looks at the agent.
      return false;
    }
  };
}
