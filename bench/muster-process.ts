import { createRequire } from 'node:module';
import { readConfig } from '../packages/server/src/config.ts';
import { startMuster } from '../packages/server/src/container.ts';
import { closedLoop, type Round } from './closed-loop.ts';
import { agentId, jobId } from './jobs.ts';
import type { AssignRound, MusterReady } from './muster.ts';

// A whole Muster as main.ts starts it, which can also be told to call its own use cases: what they cost
// without HTTP and GraphQL cannot be measured from outside. Nothing else in bench/ imports the server.

const pino: (options: object, to: unknown) => Parameters<typeof startMuster>[1] = createRequire(
  new URL('../packages/server/package.json', import.meta.url),
)('pino');

const muster = await startMuster(
  readConfig(process.env),
  pino({ level: 'warn', base: null }, process.stderr),
);

const assignOne = async (job: string, agent: string) => {
  const operator = { kind: 'OPERATOR', name: 'operator' } as const;
  const result = await muster.commands.assign(operator, { jobId: job, agentId: agent });
  if (!result.ok) throw new Error(`The use case refused to assign ${job}: ${result.error.message}`);
};

const assignRound = ({ callers, seconds, jobs }: AssignRound): Promise<Round> =>
  closedLoop({
    callers,
    seconds,
    atMost: jobs.count,
    call: (n) => assignOne(jobId(jobs.first + n), agentId(n)),
  });

process.on('message', (round: AssignRound) => {
  assignRound(round).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => {
  muster.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.send?.({ url: muster.url, token: muster.token } satisfies MusterReady);
