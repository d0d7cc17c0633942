import { Webhook } from 'standardwebhooks';
import type { AgentCall } from '../../app/ports/agent-caller.ts';

/** The body that an HTTP agent receives, as the contract fixes it. */
export interface AssignmentCreated {
  readonly type: 'assignment.created';
  readonly timestamp: string;
  readonly data: {
    readonly assignmentId: string;
    readonly leaseToken: string;
    readonly attempt: number;
    readonly leaseExpiresAt: string;
    readonly reportUrl: string;
    readonly job: AgentCall['job'];
  };
}

export function assignmentCreated(
  call: AgentCall,
  reportUrl: string,
  now: Date,
): AssignmentCreated {
  const { id, title, description, inputs, requiredSkills, priority } = call.job;
  return {
    type: 'assignment.created',
    timestamp: now.toISOString(),
    data: {
      assignmentId: call.assignmentId,
      leaseToken: call.leaseToken,
      attempt: call.attempt,
      leaseExpiresAt: call.leaseExpiresAt.toISOString(),
      reportUrl,
      job: { id, title, description, inputs, requiredSkills, priority },
    },
  };
}

/**
 * The headers of Standard Webhooks 1.0 (standardwebhooks.com). The id stays the same when a message is sent again, so that
 * its receiver knows it; the timestamp is this sending's.
 * Throws when the secret is not base64 of something.
 */
export function signatureHeaders(
  message: { readonly id: string; readonly secret: string },
  body: string,
  now: Date,
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { id, secret } = message;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
}
