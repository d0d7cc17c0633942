import { expect, test } from 'vitest';
import { startTestAgent } from './kit/test-agent.ts';
import { musterForTest } from './kit/test-muster.ts';

test('a job goes from created to completed by a real agent, seen over the subscription', async () => {
  const muster = await musterForTest();
  const agent = await startTestAgent(({ answer, body }) =>
    answer(200, { outcome: 'COMPLETED', output: { got: body.data.job.inputs } }),
  );
  const registered = await muster.mutate('registerAgent', {
    name: 'adder',
    description: 'adds numbers',
    kind: 'HTTP',
    endpoint: agent.url,
  });
  expect(registered).toMatchObject({
    __typename: 'RegisterAgentSuccess',
    secret: expect.stringMatching(/^whsec_/),
  });

  await using changes = muster.subscribe();
  const { job } = await muster.mutate('createJob', {
    title: 'Add these numbers',
    inputs: { numbers: [1, 2] },
  });
  const assigned = await muster.mutate('autoAssign', { jobId: job.id });
  expect(assigned).toMatchObject({
    __typename: 'AutoAssignSuccess',
    assignment: { attempt: 1, decision: { method: 'SCORED' } },
  });

  expect(await changes.take(3)).toMatchObject([
    { previousStatus: null, status: 'PENDING', log: { jobVersion: 1 } },
    { previousStatus: 'PENDING', status: 'ASSIGNED', log: { jobVersion: 2 } },
    { previousStatus: 'ASSIGNED', status: 'COMPLETED', log: { jobVersion: 3 } },
  ]);
  const { job: done } = await muster.graphql(
    'query ($id: ID!) { job(id: $id) { status result agent { name activeJobs } } }',
    { id: job.id },
  );
  expect(done).toEqual({
    status: 'COMPLETED',
    result: { got: { numbers: [1, 2] } },
    agent: { name: 'adder', activeJobs: 0 },
  });
});
