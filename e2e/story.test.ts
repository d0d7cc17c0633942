import { describe, expect } from 'vitest';
import { Refusal } from './kit/api.ts';
import { beginningOf, jobIn } from './kit/changes.ts';
import { testWithStack } from './kit/test.ts';
import { schemas, work } from './kit/work.ts';

const test = testWithStack({ samples: true });

describe('“Summarise this CSV”', () => {
  const summary = {
    rows: 5,
    columnCount: 4,
    delimiter: ',',
    columns: [
      { name: 'city', type: 'string', count: 5, missing: 0, distinct: 5 },
      {
        name: 'population',
        type: 'integer',
        count: 5,
        min: 67650,
        q1: 140796,
        median: 193333,
        q3: 231800,
        max: 545923,
        mean: 235900.4,
      },
      { name: 'area_km2', type: 'number', min: 41.42, median: 183.4, max: 319.4, mean: 169.368 },
      { name: 'founded', type: 'integer', count: 2, missing: 3, min: 1111, max: 1249, mean: 1180 },
    ],
  };

  test('is matched to csv-analyst and completed, and a subscriber sees it in order', async ({
    api,
    follow,
  }) => {
    const before = await api.createJob({ title: 'Something else', inputs: {} });
    const [mark] = await api.logs(before.id);
    const changes = follow({ after: mark?.cursor ?? '' });

    const job = await api.createJob(work.csv);
    expect(job.status).toBe('PENDING');
    const assigned = await api.autoAssign(job.id);
    expect(assigned.agent?.name).toBe('csv-analyst');

    const seen = (await changes.untilStatus('COMPLETED', job.id)).filter(
      (change) => change.job.id === job.id,
    );
    expect(seen.map(({ previousStatus, status }) => [previousStatus, status])).toEqual([
      [null, 'PENDING'],
      ['PENDING', 'ASSIGNED'],
      ['ASSIGNED', 'COMPLETED'],
    ]);
    expect(seen.map(({ log }) => log.jobVersion)).toEqual([1, 2, 3]);

    const done = await api.job(job.id);
    expect(done).toMatchObject({ status: 'COMPLETED', version: 3, agent: { name: 'csv-analyst' } });
    expect(done.result).toMatchObject(summary);
  });

  test('does the same when it is given to csv-analyst by hand', async ({ api }) => {
    const job = await api.createJob({ title: 'Nothing that a matcher could read' });
    const agentId = await api.agentId('csv-analyst');
    const refusal = await api
      .assign({ jobId: job.id, agentId, inputs: {} })
      .catch((error) => error);
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ code: 'INPUTS_INVALID', issues: [{ path: '/csv' }] });

    await api.assign({ jobId: job.id, agentId, inputs: work.csv.inputs });
    const done = await jobIn(api, 'COMPLETED', job.id);
    expect(done.result).toMatchObject(summary);
    expect(done.inputs).toEqual(work.csv.inputs);
  });
});

describe('each sample agent gets its kind of job from a plain title and inputs', () => {
  for (const { name, job, path, result } of [
    {
      name: 'csv-analyst',
      job: work.csv,
      path: ['ASSIGNED', 'COMPLETED'],
      result: { rows: 5 },
    },
    {
      name: 'json-checker',
      job: work.json,
      path: ['ASSIGNED', 'COMPLETED'],
      result: { valid: false, errorCount: 1, errors: [{ path: '/id' }] },
    },
    {
      name: 'markdown-renderer',
      job: work.markdown,
      path: ['ASSIGNED', 'COMPLETED'],
      result: { title: 'Release 1.4', outline: [{ level: 1 }, { level: 2, text: 'Thanks' }] },
    },
    {
      name: 'text-analyst',
      job: work.text,
      path: ['ASSIGNED', 'COMPLETED'],
      result: { words: 17, sentences: 3 },
    },
    {
      name: 'log-digest',
      job: work.log,
      // It answers 202 and reports when it has begun and when it is done.
      path: ['ASSIGNED', 'IN_PROGRESS', 'COMPLETED'],
      result: { lines: 5, errors: 3, groups: [{ count: 2 }, { count: 1 }] },
    },
    {
      name: 'word-counter',
      job: work.words,
      // It asks for its work: claiming it is the start.
      path: ['ASSIGNED', 'IN_PROGRESS', 'COMPLETED'],
      result: { words: 5, unique: 3 },
    },
  ]) {
    test(`${name}: “${job.title}”`, async ({ api, follow }) => {
      const { id } = await api.createJob(job);
      const changes = follow(await beginningOf(api, id));
      const assigned = await api.autoAssign(id);
      expect(assigned.agent?.name).toBe(name);
      const seen = await changes.untilStatus('COMPLETED');
      expect(seen.map(({ status }) => status)).toEqual(path);
      expect((await api.job(id)).result).toMatchObject(result);
    });
  }
});

describe('an operator', () => {
  test('takes a job back from an agent that does not answer, and what it says later is refused', async ({
    api,
    startAgent,
    follow,
  }) => {
    const agent = await startAgent({
      name: 'sleeper',
      description: 'Takes its time.',
    });
    const { id } = await api.createJob({ title: 'Wait for it' });
    const changes = follow(await beginningOf(api, id));
    await api.assign({ jobId: id, agentId: agent.id });
    const delivery = await agent.nextDelivery();
    expect(delivery.job.id).toBe(id);

    await api.cancelAssignment({ jobId: id, reason: 'It takes too long' });
    await delivery.hungUp;
    const seen = await changes.until(({ log }) => log.status === 'CANCELLED');
    expect(seen.map(({ log, status }) => [log.status, status])).toEqual([
      ['ASSIGNED', 'ASSIGNED'],
      ['CANCELLED', 'PENDING'],
    ]);
    expect(await api.job(id)).toMatchObject({ status: 'PENDING', agent: null, result: null });
    await expect(api.cancelAssignment({ jobId: id })).rejects.toMatchObject({
      code: 'ILLEGAL_TRANSITION',
    });

    await api.assign({ jobId: id, agentId: agent.id });
    const again = await agent.nextDelivery();
    expect(again.assignmentId).not.toBe(delivery.assignmentId);
    again.answer({ outcome: 'COMPLETED', output: { waited: true } });
    expect((await jobIn(api, 'COMPLETED', id)).result).toEqual({ waited: true });
  });

  test('corrects the inputs that an agent asked to have corrected', async ({ api, follow }) => {
    const { id } = await api.createJob({
      ...work.json,
      inputs: { schema: schemas.broken, document: { id: 7 } },
    });
    const changes = follow(await beginningOf(api, id));
    await api.autoAssign(id);
    await changes.untilStatus('RESUBMISSION_REQUIRED');
    const asked = (await api.logs(id)).at(-1);
    expect(asked).toMatchObject({ status: 'RESUBMISSION_REQUIRED' });
    expect(asked?.message).toMatch(/schema/);

    const again = await api.resubmit({
      jobId: id,
      inputs: { schema: schemas.mended, document: { id: 7 } },
    });
    expect(again.status).toBe('PENDING');
    await api.autoAssign(id);
    await changes.untilStatus('COMPLETED');
    expect((await api.job(id)).result).toMatchObject({ valid: true, errorCount: 0 });
    expect(changes.heard.map(({ log }) => log.status)).toEqual([
      'ASSIGNED',
      'RESUBMISSION_REQUIRED',
      'PENDING',
      'ASSIGNED',
      'COMPLETED',
    ]);
    expect(changes.heard.map(({ log }) => log.jobVersion)).toEqual([2, 3, 4, 5, 6]);
  });

  test('sends a result back with feedback', async ({ api }) => {
    const { id } = await api.createJob(work.words);
    await api.autoAssign(id);
    await jobIn(api, 'COMPLETED', id);
    const sentBack = await api.requestResubmission({ jobId: id, feedback: 'Count lines as well' });
    expect(sentBack.status).toBe('RESUBMISSION_REQUIRED');
    expect((await api.logs(id)).at(-1)).toMatchObject({
      actor: 'operator',
      message: expect.stringContaining('Count lines as well'),
    });
  });

  test('is told why nobody can have a job', async ({ api }) => {
    const { id } = await api.createJob({
      title: 'Translate this',
      inputs: { text: 'Olá' },
      requiredSkills: ['translate Portuguese'],
    });
    await expect(api.autoAssign(id)).rejects.toMatchObject({ code: 'NO_AGENT_MATCHED' });
    expect(await api.job(id)).toMatchObject({ status: 'PENDING' });
    expect((await api.logs(id)).at(-1)?.status).toBe('MATCHING_FAILED');
  });
});

describe('a subscriber', () => {
  test('that missed a hundred changes, over a server killed in between, gets exactly those and then goes on live', async ({
    stack,
    api,
    follow,
  }) => {
    const first = await api.createJob({ title: 'Before' });
    const { after } = await beginningOf(api, first.id);
    const missed: string[] = [];
    const createFifty = async () => {
      for (let count = 0; count < 50; count += 1) {
        missed.push((await api.createJob({ title: `Missed ${missed.length + 1}` })).id);
      }
    };
    await createFifty();
    await stack.killServer();
    await stack.startServer();
    await createFifty();

    const changes = follow({ after });
    await changes.until(({ job }) => job.id === missed.at(-1));
    const live = await api.createJob({ title: 'Live' });
    await changes.until(({ job }) => job.id === live.id);
    expect(changes.heard.map(({ job }) => job.id)).toEqual([...missed, live.id]);
    expect(new Set(changes.heard.map(({ cursor }) => cursor)).size).toBe(101);
  });
});
