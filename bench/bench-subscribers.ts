import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Stage } from './bench.ts';
import { type Arm, contest, type Figure } from './contest.ts';
import { graphqlLoad } from './graphql-load.ts';
import { agentId, jobId } from './jobs.ts';
import { latencyOf, spreadOf } from './statistics.ts';
import { collect, type Subscribers, startSubscribers } from './subscribers.ts';

const subscriberCount = 1_000;
const callers = 256;
/** Changes that every subscriber is told of, and the time between them. */
const changes = 40;
const betweenMs = 250;

/** What live subscribers cost those who assign, and how soon they know. */
export const benchSubscribers: Bench = {
  about: `assignments with ${subscriberCount} live subscribers, against none; from commit to client`,
  async run(stage) {
    stage.say('subscribers …');
    const subscribers = stage.resources.use(await startSubscribers());
    const none = assignArm(stage, 'no subscribers', null);
    const live = assignArm(
      stage,
      `${subscriberCount} subscribers, of a job each`,
      subscribers,
      none.name,
    );
    const figures = await contest({
      ...stage,
      bench: 'subscribers',
      callers,
      arms: [live, none],
    });
    return [...figures, await fromCommitToClient(stage, subscribers)];
  },
};

function assignArm(
  { muster, musterJobs: supply }: Stage,
  name: string,
  subscribers: Subscribers | null,
  against?: string,
): Arm {
  return {
    name,
    ...(against === undefined ? {} : { against: [against] }),
    supply,
    round: (seconds) =>
      supply.use(async (jobs) => {
        if (subscribers === null) return muster.ask({ callers, seconds, jobs });
        // Spread over about as many jobs as a round assigns.
        const stride = Math.max(1, Math.floor((seconds * 2_000) / subscriberCount));
        const watched = Array.from({ length: subscriberCount }, (_, n) => n * stride);
        const jobIds = watched.map((n) => jobId(jobs.first + n));
        await subscribers.ask({ open: { ...muster.ready, jobIds } });
        const round = await muster.ask({ callers, seconds, jobs });
        await collect(subscribers, watched.filter((n) => n < round.done).length);
        await subscribers.ask({ close: true });
        return round;
      }),
  };
}

/** Every subscriber is told of every change: from before the request that makes it to when each client has it. */
async function fromCommitToClient(stage: Stage, subscribers: Subscribers): Promise<Figure> {
  const { muster, musterJobs } = stage;
  await musterJobs.refill(changes);
  const jobIds = Array.from({ length: subscriberCount }, () => null);
  await subscribers.ask({ open: { ...muster.ready, jobIds } });
  const askedAt = new Map<string, number>();
  const began = performance.now();
  for (let n = 0; n < changes; n += 1) {
    await graphqlLoad({
      ...muster.ready,
      connections: 1,
      seconds: 10,
      atMost: 1,
      body: () => {
        askedAt.set(jobId(n), performance.timeOrigin + performance.now());
        const input = { jobId: jobId(n), agentId: agentId(n) };
        const query = 'mutation ($input: AssignInput!) { assign(input: $input) { __typename } }';
        return JSON.stringify({ query, variables: { input } });
      },
      expect: '"AssignSuccess"',
    });
    await delay(betweenMs);
  }
  const received = await collect(subscribers, changes * subscriberCount);
  const elapsedMs = performance.now() - began;
  await subscribers.ask({ close: true });
  const latenciesMs = received.map((one) => one.at - (askedAt.get(one.jobId) ?? Number.NaN));
  const round = { done: received.length, elapsedMs, latenciesMs };
  return {
    bench: 'subscribers',
    callers: 1,
    arm: `from request to client, ${subscriberCount} subscribers of all jobs, 0 lost`,
    perSecond: spreadOf([(received.length * 1000) / elapsedMs]),
    latencyMs: latencyOf([round]),
    ratios: [],
  };
}
