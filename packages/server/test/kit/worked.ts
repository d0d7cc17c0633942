import type { Json, TestClient } from './client.ts';
import { assignTo, type NewAgent, newJob } from './story.ts';

/** What a PULL agent claims next, and its report of it. */
export async function report(
  muster: TestClient & { as(token: string): TestClient },
  agent: Pick<NewAgent, 'token'>,
  outcome: Record<string, unknown>,
): Promise<Json> {
  const client = muster.as(agent.token);
  const { assignment, leaseToken } = await client.mutate('claimAssignment', { waitMs: 5_000 });
  const answer = await client.mutate('reportAssignment', {
    assignmentId: assignment.id,
    leaseToken,
    ...outcome,
  });
  if (answer.__typename !== 'ReportAssignmentSuccess') throw new Error(JSON.stringify(answer));
  return assignment;
}

export const completed = { outcome: 'COMPLETED', output: 'done' } as const;
export const rejected = { outcome: 'REJECTED', message: 'Not mine.' } as const;
export const failedByItself = {
  outcome: 'FAILED',
  failure: { class: 'agent_error', message: 'It broke.' },
} as const;

/** A job with this text that was given to the agent by hand, and what the agent made of it; the job's id. */
export async function worked(
  muster: TestClient & { as(token: string): TestClient },
  agent: NewAgent,
  text: string | Record<string, unknown>,
  outcome: Record<string, unknown> = completed,
): Promise<string> {
  const jobId = await newJob(muster, typeof text === 'string' ? { title: text } : text);
  await assignTo(muster, jobId, agent.id);
  await report(muster, agent, outcome);
  return jobId;
}
