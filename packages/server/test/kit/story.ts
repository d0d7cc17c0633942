import type { Json, TestClient } from './client.ts';

let made = 0;

/** A name that nothing else in this file has, so that tests can share one Muster. */
export function unique(what: string): string {
  made += 1;
  return `${what}-${made}`;
}

/** A job with what a test cares about; its id. */
export async function newJob(
  muster: TestClient,
  input: Record<string, unknown> = {},
): Promise<string> {
  const created = await muster.mutate('createJob', { title: 'A piece of work', ...input });
  if (created.__typename !== 'CreateJobSuccess') throw new Error(JSON.stringify(created));
  return created.job.id;
}

export interface NewAgent {
  readonly id: string;
  readonly name: string;
  /** A PULL agent's bearer token. */
  readonly token: string;
  /** The signing secret made for an HTTP agent. */
  readonly secret: string;
}

/** An agent with what a test cares about: of kind HTTP when it has an endpoint, else PULL. */
export async function newAgent(
  muster: TestClient,
  input: Record<string, unknown> = {},
): Promise<NewAgent> {
  const registered = await muster.mutate('registerAgent', {
    name: unique('agent'),
    description: 'does what a test wants',
    kind: 'endpoint' in input ? 'HTTP' : 'PULL',
    ...input,
  });
  if (registered.__typename !== 'RegisterAgentSuccess') throw new Error(JSON.stringify(registered));
  const { agent, token, secret } = registered;
  return { id: agent.id, name: agent.name, token, secret };
}

/** Gives the job to the agent by hand; the assignment's id. */
export async function assignTo(
  muster: TestClient,
  jobId: string,
  agentId: string,
): Promise<string> {
  const assigned = await muster.mutate('assign', { jobId, agentId });
  if (assigned.__typename !== 'AssignSuccess') throw new Error(JSON.stringify(assigned));
  return assigned.assignment.id;
}

const story = `query ($id: ID!) { job(id: $id) {
  id title status version inputs result agent { id name }
  logs(first: 200) { edges { node {
    status jobVersion previousStatus jobStatus actor message requestPayload responsePayload agentId assignmentId
  } } }
  assignments(first: 200) { edges { node {
    id attempt state failureClass message startedAt endedAt leaseExpiresAt agent { id name }
    refusedReports { outcome reason payload }
    decision { method reason winner { id name } }
  } } }
} }`;

/** All that is known of a job: as it is, its log oldest first, its attempts oldest first. */
export async function storyOf(muster: TestClient, jobId: string): Promise<Json> {
  const { job } = await muster.graphql(story, { id: jobId });
  const nodes = (connection: Json) => connection.edges.map(({ node }: Json) => node);
  return { ...job, logs: nodes(job.logs), assignments: nodes(job.assignments) };
}

/** Waits until the job is in this status, and tells its story. */
export async function reached(muster: TestClient, jobId: string, status: string): Promise<Json> {
  await using changes = muster.subscribe({ jobId, fields: 'status job { status }' });
  await changes.until((change) => change.status === status && change.job.status === status);
  return storyOf(muster, jobId);
}

export async function agentOf(muster: TestClient, agentId: string): Promise<Json> {
  const { agent } = await muster.graphql(
    'query ($id: ID!) { agent(id: $id) { id name activeJobs capacity availability cooldownUntil completedJobs failedJobs } }',
    { id: agentId },
  );
  return agent;
}
