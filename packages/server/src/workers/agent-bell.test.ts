import type { JobEvent } from '@muster/schema/context.ts';
import { expect, test } from 'vitest';
import { startAgentBell } from './agent-bell.ts';

const assignedTo = (agentId: string): JobEvent => ({
  cursor: '1',
  logId: 'a row',
  jobId: 'a job',
  agentId,
  status: 'ASSIGNED',
  previousStatus: 'PENDING',
  logStatus: 'ASSIGNED',
});

/** A stream that is told what comes next, and can break. */
function controlled() {
  let resolve = (_: IteratorResult<JobEvent>) => {};
  let reject = (_: Error) => {};
  let followed = 0;
  const stream: AsyncIterableIterator<JobEvent> = {
    next: () =>
      new Promise((done, failed) => {
        [resolve, reject] = [done, failed];
      }),
    return: async () => {
      resolve({ done: true, value: undefined });
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return {
    events: {
      follow: async () => {
        followed += 1;
        return stream;
      },
    },
    comes: (value: JobEvent) => resolve({ done: false, value }),
    breaks: () => reject(new Error('the stream broke')),
    followed: () => followed,
  };
}

test('rings for the agent that was given something, also after the stream broke', async () => {
  const stream = controlled();
  const errors: unknown[] = [];
  const bell = await startAgentBell(stream.events, (error) => errors.push(error));

  const first = bell.wait('one', 60_000);
  stream.comes(assignedTo('another'));
  await new Promise(setImmediate);
  stream.comes(assignedTo('one'));
  await first;

  await new Promise(setImmediate);
  stream.breaks();
  await expect.poll(stream.followed, { timeout: 5_000 }).toBe(2);
  expect(errors).toHaveLength(1);
  const second = bell.wait('one', 60_000);
  await new Promise(setImmediate);
  stream.comes(assignedTo('one'));
  await second;
  await bell.stop();
  expect(stream.followed()).toBe(2);
});
