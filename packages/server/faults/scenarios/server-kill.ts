import { setTimeout as delay } from 'node:timers/promises';
import type { HonestAgent } from '../kit/agent.ts';
import { Feeder, type House, openHouse } from '../kit/house.ts';
import type { Finding, Scenario, Stage } from '../kit/scenario.ts';
import { repeatedEffects } from '../kit/truth.ts';
import { seconds, until } from '../kit/until.ts';

/** Work must go on this soon after a kill, or after the restart where there was one server. */
const resumeMs = 5_000;

export const serverKill: Scenario = {
  name: 'server-kill',
  about: 'SIGKILL a server while 500 jobs are in flight, 20 times: with two servers, and with one',
  inShort: true,
  async run(stage) {
    if (stage.short) return kills(stage, { servers: 2, times: 2, inFlight: 150 });
    const two = await kills(stage, { servers: 2, times: 14, inFlight: 500 });
    const one = await kills(stage, { servers: 1, times: 6, inFlight: 500 });
    return {
      figure: `two servers: ${two.figure}; one: ${one.figure}`,
      problems: [...two.problems, ...one.problems],
    };
  },
};

async function kills(
  stage: Stage,
  {
    servers,
    times,
    inFlight,
  }: { readonly servers: number; readonly times: number; readonly inFlight: number },
): Promise<Finding> {
  const house = await openHouse(stage, {
    name: 'kill',
    servers,
    env: { MUSTER_LEASE_MS: '40000', MUSTER_ACCEPT_MS: '40000' },
  });
  // Half of them report later, half answer in the call that the killed server had open. Long pieces of work: what is in
  // flight is to be many calls, not many new jobs a second.
  const workMs = () => 8_000 + Math.random() * 12_000;
  for (let n = 0; n < 10; n += 1) {
    const mode = n % 2 === 0 ? 'report' : 'answer';
    await house.addAgent({ mode, workMs, capacity: 60 });
  }
  const feeder = new Feeder(house.servers);
  const feeding = feeder.keep(inFlight, () => unfinished(house));
  const problems: string[] = [];
  const resumed: number[] = [];
  let orphaned = 0;
  let fewest = Number.POSITIVE_INFINITY;

  for (let n = 0; n < times; n += 1) {
    await until(
      'the jobs are in flight',
      90_000,
      async () => (await open(house)) >= inFlight * 0.8,
    );
    // At any moment of whatever it does.
    await delay(Math.random() * 1_000);
    fewest = Math.min(fewest, await open(house));
    const victim = house.servers[n % servers];
    if (!victim) throw new Error('There is no such server.');
    const killing = victim.kill('SIGKILL');
    let from = performance.now();
    const orphans = servers === 1 ? held(house) : orphansOf(house);
    await killing;
    if (servers === 1) {
      await orphans;
      await victim.start();
      from = performance.now();
    }
    orphaned += (await orphans).length;
    await until(
      'what the killed server held goes on',
      30_000,
      async () => !(await anyOpen(house, await orphans)),
    );
    resumed.push(performance.now() - from);
    if (servers > 1) await victim.start();
  }

  await feeding.stop();
  await house.settled(60_000);
  problems.push(...(await house.truth({ acknowledged: feeder.acknowledged, ends: ['COMPLETED'] })));
  const slowest = Math.max(...resumed);
  if (slowest > resumeMs) problems.push(`work resumed only after ${seconds(slowest)}`);
  const again = repeatedEffects(house.agents.filter(({ mode }) => mode === 'answer')).length;
  return {
    figure: `${times} kills at ≥ ${fewest} open, ${feeder.acknowledged.length} jobs, ${orphaned} open calls orphaned and resumed ≤ ${seconds(slowest)}, ${counts(house.agents)}${again > 0 ? `, ${again} answers lost with their server and given again` : ''}`,
    problems,
  };
}

function counts(agents: readonly HonestAgent[]): string {
  const total = (of: (agent: HonestAgent) => number) =>
    agents.reduce((sum, agent) => sum + of(agent), 0);
  return `${total(({ cutOff }) => cutOff)} calls cut off, ${total(({ skipped }) => skipped)} stale skipped`;
}

async function unfinished(house: House): Promise<number> {
  const [row] = await house.query<{ n: string }>(
    `SELECT count(*) AS n FROM "Job" WHERE status IN ('PENDING', 'ASSIGNED', 'IN_PROGRESS')`,
  );
  return Number(row?.n);
}

async function open(house: House): Promise<number> {
  const [row] = await house.query<{ n: string }>(
    `SELECT count(*) AS n FROM "Assignment" WHERE state IN ('ASSIGNED', 'IN_PROGRESS')`,
  );
  return Number(row?.n);
}

/** Kept by the server alone: an agent that sent a heartbeat has a lease of its own, which is left to it. */
const onlyHeld = `"heldBy" IS NOT NULL AND "leaseExpiresAt" < now() + interval '4 seconds'`;

interface Held {
  readonly id: string;
  readonly heldBy: string;
  readonly leaseExpiresAt: Date;
}

/** The calls that the killed server had open: those of the holder that extends nothing any more. */
async function orphansOf(house: House): Promise<string[]> {
  const look = () =>
    house.query<Held>(`SELECT id, "heldBy", "leaseExpiresAt" FROM "Assignment" WHERE ${onlyHeld}`);
  const before = await look();
  // Longer than the second after which a living server extends what it holds.
  await delay(2_000);
  const after = new Map((await look()).map((row) => [row.id, row]));
  const alive = new Set(
    before.flatMap(({ id, heldBy, leaseExpiresAt }) => {
      const now = after.get(id)?.leaseExpiresAt;
      return now && now > leaseExpiresAt ? [heldBy] : [];
    }),
  );
  return before.flatMap(({ id, heldBy }) => (alive.has(heldBy) ? [] : [id]));
}

async function held(house: House): Promise<string[]> {
  const rows = await house.query<{ id: string }>(`SELECT id FROM "Assignment" WHERE ${onlyHeld}`);
  return rows.map(({ id }) => id);
}

async function anyOpen(house: House, ids: readonly string[]): Promise<boolean> {
  const [row] = await house.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT FROM "Assignment" WHERE id = ANY($1) AND state = 'ASSIGNED') AS any`,
    [ids],
  );
  return row?.any === true;
}
