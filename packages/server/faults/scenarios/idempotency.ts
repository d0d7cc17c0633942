import { ok, openHouse } from '../kit/house.ts';
import type { Scenario } from '../kit/scenario.ts';

const callers = 50;

export const idempotency: Scenario = {
  name: 'idempotency',
  about: 'one key from 50 callers at once, with another body, and after a restart',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, { name: 'keys', servers: 2 });
    const [one, two] = house.servers;
    if (!one || !two) throw new Error('There are two servers.');
    const agentId = await house.register({
      name: 'nobody',
      endpoint: 'http://127.0.0.1:9/',
      capacity: 100,
    });
    await ok(one, 'updateAgent', { agentId, paused: true });
    const puller = await ok(one, 'registerAgent', {
      name: 'p',
      description: 'd',
      kind: 'PULL',
      capacity: 100,
    });
    const problems: string[] = [];
    const jobs: string[] = [];
    const rounds = stage.short ? 5 : 20;

    /** The same command from all callers: what they were answered, as text, without repetition. */
    const all = async (name: string, input: Record<string, unknown>, fields?: string) => {
      const answers = await Promise.all(
        Array.from({ length: callers }, (_, n) =>
          (n % 2 === 0 ? one : two).mutate(name, input, fields),
        ),
      );
      return [...new Set(answers.map((answer) => JSON.stringify(answer)))];
    };
    const remembered: {
      name: string;
      input: Record<string, unknown>;
      fields: string;
      answer: string;
    }[] = [];
    const expectOne = async (name: string, input: Record<string, unknown>, fields: string) => {
      const answers = await all(name, input, fields);
      if (answers.length !== 1)
        problems.push(`${name}: ${answers.length} answers: ${answers.join(' ')}`);
      const [answer = ''] = answers;
      if (!answer.includes('Success')) problems.push(`${name}: ${answer}`);
      remembered.push({ name, input, fields, answer });
      return JSON.parse(answer);
    };
    const expectMismatch = async (name: string, input: Record<string, unknown>) => {
      const { __typename } = await two.mutate(name, input);
      if (__typename !== 'IdempotencyMismatch')
        problems.push(`${name} with another body: ${__typename}`);
    };

    for (let n = 0; n < rounds; n += 1) {
      const create = { title: `Once ${n}`, idempotencyKey: `create-${n}` };
      const { job } = await expectOne(
        'createJob',
        create,
        '... on CreateJobSuccess { job { id } }',
      );
      jobs.push(job.id);
      await expectMismatch('createJob', { ...create, title: 'Another' });

      const assign = { jobId: job.id, agentId: puller.agent.id, idempotencyKey: `assign-${n}` };
      await expectOne('assign', assign, '... on AssignSuccess { assignment { id attempt } }');
      await expectMismatch('assign', { ...assign, inputs: { other: true } });

      const cancel = { jobId: job.id, idempotencyKey: `cancel-${n}` };
      await expectOne('cancelAssignment', cancel, '... on CancelAssignmentSuccess { job { id } }');
      await expectMismatch('cancelAssignment', { ...cancel, reason: 'Another' });
    }

    await Promise.all(house.servers.map((server) => server.kill('SIGKILL')));
    await Promise.all(house.servers.map((server) => server.start()));
    for (const { name, input, fields, answer } of remembered) {
      const again = JSON.stringify(await one.mutate(name, input, fields));
      if (again !== answer)
        problems.push(`${name} after the restart: ${again} instead of ${answer}`);
    }
    const [counted] = await house.query<{ jobs: string; assignments: string; logs: string }>(
      `SELECT (SELECT count(*) FROM "Job") AS jobs, (SELECT count(*) FROM "Assignment") AS assignments, (SELECT count(*) FROM "JobLog") AS logs`,
    );
    const expected = { jobs: `${rounds}`, assignments: `${rounds}`, logs: `${3 * rounds}` };
    if (JSON.stringify(counted) !== JSON.stringify(expected))
      problems.push(`effects: ${JSON.stringify(counted)} instead of ${JSON.stringify(expected)}`);
    problems.push(...(await house.truth({ acknowledged: jobs, ends: ['PENDING'] })));
    return {
      figure: `${rounds * 3} keys × ${callers} callers at two servers: one effect, one answer, also after SIGKILL and restart`,
      problems,
    };
  },
};
