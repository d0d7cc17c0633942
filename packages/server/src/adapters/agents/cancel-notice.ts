import { request } from 'undici';
import type { CancelNotice, CancelNotices } from '../../app/ports/cancel-notices.ts';
import type { Egress } from './egress.ts';
import { signatureHeaders } from './signed-call.ts';

export interface CancelNoticeOptions {
  readonly egress: Pick<Egress, 'dispatcher' | 'checkEndpoint'>;
  readonly now: () => Date;
  /** What came of a notice; nothing else keeps it. */
  readonly log: (fields: Readonly<Record<string, unknown>>) => void;
  /** For the whole notice, in milliseconds. Default 3,000. */
  readonly timeoutMs?: number;
}

/** A signed POST to the agent's endpoint, tried once; whatever the agent answers is fine. */
export function createCancelNotices(options: CancelNoticeOptions): CancelNotices {
  const { egress, now, log, timeoutMs = 3_000 } = options;

  const post = async ({ assignmentId, jobId, reason, agent }: CancelNotice): Promise<number> => {
    const { endpoint, secret } = agent;
    if (endpoint === null || secret === null) throw new Error('no endpoint or secret');
    const issue = egress.checkEndpoint(endpoint);
    if (issue !== null) throw new Error(issue.message);
    const at = now();
    const data = { assignmentId, reason, job: { id: jobId } };
    const type = 'assignment.cancelled';
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
    const id = `msg_${assignmentId}_cancelled`;
    const answer = await request(endpoint, {
      method: 'POST',
      dispatcher: egress.dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Muster',
        ...signatureHeaders({ id, secret }, body, at),
      },
      body,
    });
    // Thrown away unread, the body says so by an error; without a listener that would end the process.
    answer.body.on('error', () => {});
    answer.body.destroy();
    return answer.statusCode;
  };

  return {
    send(notice) {
      const { assignmentId } = notice;
      post(notice).then(
        (status) => log({ assignmentId, status }),
        (error: Error) => log({ assignmentId, error: error.message }),
      );
    },
  };
}
