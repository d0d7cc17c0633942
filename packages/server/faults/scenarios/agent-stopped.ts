import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ok, openHouse } from '../kit/house.ts';
import type { Scenario, Stage } from '../kit/scenario.ts';
import { seconds, until } from '../kit/until.ts';

const leaseMs = 3_000;

export const agentStopped: Scenario = {
  name: 'agent-stopped',
  about:
    'an agent is SIGSTOPped past its lease, then continues: its report is refused, another did the job',
  inShort: true,
  async run(stage) {
    const house = await openHouse(stage, {
      name: 'stopped',
      servers: 2,
      env: { MUSTER_LEASE_MS: String(leaseMs), MUSTER_ACCEPT_MS: String(leaseMs) },
    });
    const [server] = house.servers;
    if (!server) throw new Error('There is no server.');
    const jobs: string[] = [];
    const problems: string[] = [];
    const noticed: number[] = [];
    const rounds = stage.short ? 2 : 5;
    let other: string | undefined;

    for (let n = 0; n < rounds; n += 1) {
      const frozen = await startAgentProcess(stage);
      const frozenId = await house.register({ name: `frozen-${n}`, endpoint: frozen.url });
      if (other === undefined) {
        const agent = await house.addAgent({ mode: 'report', workMs: () => 100, capacity: 10 });
        other = agent.url;
      }
      const { job } = await ok(server, 'createJob', { title: 'Work to be done once' });
      jobs.push(job.id);
      await ok(server, 'assign', { jobId: job.id, agentId: frozenId });
      await frozen.working;
      await until(
        'the agent has begun',
        5_000,
        async () => (await stateOf(house.query, job.id, 1)) === 'IN_PROGRESS',
      );
      const startedAt = performance.now();
      process.kill(frozen.pid, 'SIGSTOP');
      await until(
        'its lease ran out',
        15_000,
        async () => (await stateOf(house.query, job.id, 1)) === 'EXPIRED',
        20,
      );
      noticed.push(performance.now() - startedAt - leaseMs);
      await until(
        'another agent did it',
        15_000,
        async () => (await stateOf(house.query, job.id, 2)) === 'COMPLETED',
      );
      process.kill(frozen.pid, 'SIGCONT');
      const { status, fence } = await frozen.reported;
      if (status !== 409) problems.push(`the late report was answered ${status}`);
      if (fence !== 409) problems.push(`the late heartbeat was answered ${fence}`);
      const [kept] = await house.query<{ n: string }>(
        `SELECT count(*) AS n FROM "RefusedReport" r JOIN "Assignment" s ON s.id = r."assignmentId" WHERE s."jobId" = $1 AND s.attempt = 1`,
        [job.id],
      );
      if (kept?.n !== '1') problems.push(`${kept?.n} refused reports were kept, not one`);
    }
    const late = Math.max(...noticed);
    if (late > 2_000) problems.push(`an expired lease was noticed ${seconds(late)} late`);
    problems.push(...(await house.truth({ acknowledged: jobs, ends: ['COMPLETED'] })));
    return {
      figure: `${rounds} times; noticed ≤ ${seconds(late)} after the lease, late reports refused and kept, one completion each`,
      problems,
    };
  },
};

async function stateOf(
  query: <Row>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>,
  jobId: string,
  attempt: number,
): Promise<string | undefined> {
  const [row] = await query<{ state: string }>(
    'SELECT state FROM "Assignment" WHERE "jobId" = $1 AND attempt = $2',
    [jobId, attempt],
  );
  return row?.state;
}

/** An agent as a process of its own, so that it can be stopped by a signal. */
async function startAgentProcess(stage: Stage) {
  const child = fork(fileURLToPath(new URL('../kit/agent-process.ts', import.meta.url)), {
    stdio: 'inherit',
  });
  stage.stack.defer(async () => {
    const gone = once(child, 'exit');
    // A stopped process takes no other signal.
    if (child.kill('SIGKILL')) await gone;
  });
  type Message = { type: string; url: string; status: number; fence: number };
  const message = (type: string) =>
    new Promise<Message>((resolve) =>
      child.on('message', (sent: Message) => sent.type === type && resolve(sent)),
    );
  const listening = message('listening');
  const working = message('working');
  const reported = message('reported');
  const { url } = await listening;
  return { pid: child.pid ?? 0, url, working, reported };
}
