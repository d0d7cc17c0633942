import { expect } from 'vitest';
import type { Json, TestClient } from './client.ts';

const jobsPage = `query ($after: String) { jobs(first: 50, after: $after) { pageInfo { hasNextPage endCursor } edges { node {
  id status version agent { id }
  logs(first: 50) { edges { node { jobVersion status jobStatus previousStatus } } }
  assignments(first: 20) { edges { node { attempt state agent { id } } } }
} } } }`;

const agentsPage = `{ agents(first: 200) { edges { node { id name activeJobs capacity } } } }`;

const isOpen = ({ state }: Json) => state === 'ASSIGNED' || state === 'IN_PROGRESS';

/** What must hold of every job and agent whatever happened at once. */
export async function expectInvariants(muster: TestClient): Promise<void> {
  const open = new Map<string, number>();
  let after: string | null = null;
  do {
    const { jobs }: Json = await muster.graphql(jobsPage, { after });
    for (const { node } of jobs.edges) countOpen(open, node);
    after = jobs.pageInfo.hasNextPage ? jobs.pageInfo.endCursor : null;
  } while (after !== null);

  const { agents } = await muster.graphql(agentsPage);
  for (const { node: agent } of agents.edges) {
    expect(agent.activeJobs, `active jobs of ${agent.name}`).toBe(open.get(agent.id) ?? 0);
    expect(agent.activeJobs).toBeLessThanOrEqual(agent.capacity);
  }
}

/** Checks one job: a log that counts 1, 2, 3 … and where each row begins in the status that the last one left. */
function countOpen(open: Map<string, number>, job: Json): void {
  const logs = job.logs.edges.map(({ node }: Json) => node);
  const assignments = job.assignments.edges.map(({ node }: Json) => node);
  expect(logs.map(({ jobVersion }: Json) => jobVersion)).toEqual(
    logs.map((_: Json, n: number) => n + 1),
  );
  expect(logs.map(({ previousStatus }: Json) => previousStatus)).toEqual([
    null,
    ...logs.slice(0, -1).map(({ jobStatus }: Json) => jobStatus),
  ]);
  expect(job).toMatchObject({ version: logs.length, status: logs.at(-1).jobStatus });
  expect(assignments.map(({ attempt }: Json) => attempt)).toEqual(
    assignments.map((_: Json, n: number) => n + 1),
  );
  const held = assignments.filter(isOpen);
  expect(held.length).toBe(['ASSIGNED', 'IN_PROGRESS'].includes(job.status) ? 1 : 0);
  for (const { agent } of held) {
    expect(agent.id).toBe(job.agent.id);
    open.set(agent.id, (open.get(agent.id) ?? 0) + 1);
  }
}
