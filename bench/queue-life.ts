import { Agent, request } from 'undici';
import type { Round } from './closed-loop.ts';
import { jobInputs } from './jobs.ts';

/** Asks a queue's process to work off so many jobs. */
export interface QueueRound {
  readonly count: number;
}

/** A queue that calls `handle` once for each job. */
export interface Queue {
  /** Adds so many jobs at once, of which its worker takes the first at once. */
  add(count: number): Promise<void>;
}

/** As many calls at a time as Muster makes. */
export const maxCalls = 256;

/** The program of a queue's process: `start` gets what each job does, and the round ends with the last one. */
export async function serveQueue(
  start: (handle: () => Promise<void>) => Promise<Queue>,
): Promise<void> {
  const url = process.env['AGENT_URL'] ?? '';
  const dispatcher = new Agent({ connections: maxCalls });
  const body = JSON.stringify({ job: { title: 'Summarise', inputs: jobInputs } });
  let left = 0;
  let ended = () => {};

  const handle = async () => {
    const answer = await request(url, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { outcome } = (await answer.body.json()) as { outcome?: string };
    if (outcome !== 'COMPLETED') throw new Error(`The agent answered ${outcome}.`);
    left -= 1;
    if (left === 0) ended();
  };

  const queue = await start(handle);
  const round = async ({ count }: QueueRound): Promise<Round> => {
    const over = new Promise<void>((resolve) => {
      ended = resolve;
    });
    left = count;
    await queue.add(count);
    // To have added them is not part of it: a worker that was quicker than this has its start for free.
    const began = performance.now();
    await over;
    return { done: count, elapsedMs: performance.now() - began, latenciesMs: [] };
  };

  process.on('message', (asked: QueueRound) => {
    round(asked).then(
      (done) => process.send?.(done),
      (error: unknown) => process.send?.({ failed: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({});
}
