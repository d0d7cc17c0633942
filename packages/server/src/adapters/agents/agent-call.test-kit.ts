import type { AgentCall } from '../../app/ports/agent-caller.ts';

/** Standard Webhooks' own example of a secret. */
export const exampleSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** A call that an agent could get, with what a test cares about in place of the defaults. */
export function agentCall(
  parts: Partial<Omit<AgentCall, 'agent' | 'job'>> & {
    readonly agent?: Partial<AgentCall['agent']>;
    readonly job?: Partial<AgentCall['job']>;
  } = {},
): AgentCall {
  return {
    assignmentId: 'assignment-1',
    attempt: 2,
    leaseToken: 'lease-token-0123456789abcdef',
    leaseExpiresAt: new Date('2026-11-01T12:05:00Z'),
    signal: new AbortController().signal,
    ...parts,
    job: {
      id: 'job-1',
      title: 'Summarise this CSV',
      description: null,
      inputs: { csv: 'a,b\n1,2' },
      requiredSkills: ['csv'],
      priority: 50,
      ...parts.job,
    },
    agent: {
      id: 'agent-1',
      name: 'csv-analyst',
      endpoint: null,
      secret: exampleSecret,
      instructions: null,
      model: null,
      ...parts.agent,
    },
  };
}
