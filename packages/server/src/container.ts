import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultRetryPolicy } from '@muster/domain/retry/policy.ts';
import { PrismaClient } from '@muster/prisma/client.ts';
import type { Commands } from '@muster/schema/context.ts';
import type { Logger } from 'pino';
import { createCancelNotices } from './adapters/agents/cancel-notice.ts';
import { createEgress, type Egress } from './adapters/agents/egress.ts';
import { createPlacementSolver } from './adapters/highs/place-with-highs.ts';
import { createOpenAiClient } from './adapters/openai/client.ts';
import { createModelChooser } from './adapters/openai/model-chooser.ts';
import { createRunningCalls } from './adapters/running-calls.ts';
import { createSecrets } from './adapters/secrets.ts';
import { createInputsValidator } from './adapters/validation/inputs-validator.ts';
import { createAssign } from './app/assign.ts';
import { createAutoAssign, createPreviewAssignment } from './app/auto-assign.ts';
import { createCancelBatch, createRetryBatch } from './app/batch/end-batch.ts';
import {
  createAssignMany,
  createAutoAssignMany,
  createCancelMany,
  createResubmitMany,
} from './app/batch/order-batch.ts';
import { createCancelAssignment } from './app/cancel-assignment.ts';
import { createClaimAssignment } from './app/claim-assignment.ts';
import { createCreateJob } from './app/create-job.ts';
import { createMatcher } from './app/match-job.ts';
import {
  createRegisterAgent,
  createRotateAgentToken,
  createUpdateAgent,
} from './app/register-agent.ts';
import { createHeartbeat, createReportAssignment } from './app/report-assignment.ts';
import { createRequestResubmission, createResubmit } from './app/resubmit.ts';
import { createSettleAssignment } from './app/settle-assignment.ts';
import { createWhyWaiting } from './app/why-waiting.ts';
import { startBackground } from './background.ts';
import { type Config, ConfigError, isLoopback } from './config.ts';
import { createAuthentication } from './http/authentication.ts';
import { createDescribeFailure } from './http/failures.ts';
import { createGraphql } from './http/graphql.ts';
import { createGraphqlPost } from './http/graphql-post.ts';
import { createHealth } from './http/health.ts';
import { createHttpApp } from './http/http-app.ts';
import { type Serving, serve } from './http/serve.ts';
import { startLearning } from './learning.ts';
import { createAgentStore } from './persistence/agent-store.ts';
import { createBatchStore } from './persistence/batch-store.ts';
import { createBatchWatch } from './persistence/batch-watch.ts';
import { createCircuits } from './persistence/circuits.ts';
import { createCommitter } from './persistence/commit-transitions.ts';
import type { Database } from './persistence/database.ts';
import { openEmbedded } from './persistence/embedded.ts';
import { EventTail } from './persistence/event-tail.ts';
import { createIdempotencyStore } from './persistence/idempotency-store.ts';
import { createLeases } from './persistence/leases.ts';
import { isCurrent, migrate } from './persistence/migrate.ts';
import { outageOf } from './persistence/outage.ts';
import { openPostgres } from './persistence/postgres.ts';
import { createReads } from './persistence/reads.ts';
import { createRows } from './persistence/rows.ts';
import { createTurn } from './persistence/turn.ts';
import { startAgentBell } from './workers/agent-bell.ts';
import { createDispatchWorker } from './workers/dispatcher.ts';

const version = '0.1.0';
const consoleDir = fileURLToPath(new URL('../../web/dist', import.meta.url));
const drainMs = 30_000;
/** How long what a server holds outlives it; it extends this every second. */
const holdMs = 3_500;
/** Calls to agents that a server keeps open at a time. */
const maxCalls = 256;

export interface Muster {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly token: string;
  readonly commands: Commands;
  /** Ordered: no new requests, no new work, running calls end, the database closes. */
  stop(): Promise<void>;
}

/** Puts the parts together and starts them; the only place that knows all of them. */
export async function startMuster(config: Config, logger: Logger): Promise<Muster> {
  const onError = (error: unknown, doing: string) =>
    logger.error({ err: error, doing }, 'background error');
  const now = () => new Date();

  const adminToken = config.token ?? (await keptToken(config.dataDir));
  const egress = openEgress(config);
  const database = await openDatabase(config, onError);
  const applied = await migrate(database);
  if (applied.length > 0) logger.info({ applied }, 'database migrated');

  const secrets = createSecrets(Date.now);
  const calls = createRunningCalls();
  const leases = createLeases(database, secrets.newId);
  const holder = { server: secrets.newId(), forMs: holdMs };
  const dispatcher = createDispatchWorker({ calls, leases, holder, maxCalls, onError });
  const reads = createReads(database);
  const committer = createCommitter(database, {
    newId: secrets.newId,
    dispatcher,
    committed: (changes) => {
      if (changes.some(({ cooldownMs }) => cooldownMs !== undefined)) reads.forgetAgents();
    },
  });
  const agents = createAgentStore(database, reads.forgetAgents);
  const idempotency = createIdempotencyStore(database);
  const prisma = new PrismaClient({ adapter: database.prismaAdapter });
  const events = new EventTail(database, {
    pollMs: 1_000,
    keep: 10_000,
    onError: (error) => onError(error, 'event tail'),
  });
  await events.start();
  const bell = await startAgentBell(events, onError);

  const validator = createInputsValidator();
  const validateInputs = validator.validate;
  const openai =
    config.openai &&
    createOpenAiClient({
      apiKey: config.openai.apiKey,
      baseURL: config.openai.baseUrl ?? undefined,
    });
  const chooser =
    config.openai && openai
      ? createModelChooser({
          client: openai,
          model: config.openai.model,
          deadlineMs: config.matchDeadlineMs,
          budgetTokens: config.modelTokens,
          price: config.modelPrice,
          elapsed: () => performance.now(),
          now,
        })
      : null;
  const learning = await startLearning({
    config,
    database,
    prisma,
    events,
    reads,
    server: holder.server,
    logger,
    onError,
  });
  const matcher = createMatcher({
    reads,
    validateInputs,
    chooser,
    ...learning.matching,
    hash: secrets.hash,
  });
  const circuits = createCircuits(database, reads.forgetAgents);
  const retryPolicy = { ...defaultRetryPolicy, maxAttempts: config.maxAttempts };
  const { leaseMs, acceptMs, runMs } = config;
  const settle = createSettleAssignment({
    reads,
    committer,
    leases,
    circuits,
    matcher,
    secrets,
    retryPolicy,
    runMs,
  });

  const solver = createPlacementSolver((error) => onError(error, 'placing jobs'));
  const batches = createBatchStore(database, prisma, committer.commitMany);
  const batchWatch = createBatchWatch(database, {
    pollMs: 1_000,
    onError: (error) => onError(error, 'batch watch'),
  });

  const stopping = new AbortController();
  const elapsed = () => performance.now();
  const ports = {
    reads,
    committer,
    leases,
    agents,
    idempotency,
    secrets,
    matcher,
    validateInputs,
    calls,
    cancelNotices: createCancelNotices({
      egress,
      now,
      log: (fields) => logger.debug(fields, 'cancel notice'),
    }),
    settle,
    circuits,
    retryPolicy,
    elapsed,
    onError,
    inTurn: createTurn(database),
    batches,
    solver,
    pieceSize: database.kind === 'embedded' ? 100 : 250,
    leaseTimes: { acceptMs, leaseMs },
    holder,
  };
  const agentPorts = {
    ...ports,
    checkSchema: validator.checkSchema,
    checkEndpoint: (url: string) => egress.checkEndpoint(url),
  };
  const commands: Commands = {
    createJob: createCreateJob(ports),
    registerAgent: createRegisterAgent(agentPorts),
    updateAgent: createUpdateAgent(agentPorts),
    rotateAgentToken: createRotateAgentToken(agentPorts),
    assign: createAssign(ports),
    autoAssign: createAutoAssign(ports),
    previewAssignment: createPreviewAssignment(ports),
    whyWaiting: createWhyWaiting(ports),
    cancelAssignment: createCancelAssignment(ports),
    requestResubmission: createRequestResubmission(ports),
    resubmit: createResubmit(ports),
    assignMany: createAssignMany(ports),
    autoAssignMany: createAutoAssignMany(ports),
    cancelMany: createCancelMany(ports),
    resubmitMany: createResubmitMany(ports),
    cancelBatch: createCancelBatch(ports),
    retryBatch: createRetryBatch(ports),
    claimAssignment: createClaimAssignment({
      ...ports,
      bell,
      stopping: stopping.signal,
    }),
    heartbeat: createHeartbeat(ports),
    reportAssignment: createReportAssignment(ports),
    ...learning.commands,
  };

  const describeFailure = createDescribeFailure(logger, outageOf);
  const authentication = createAuthentication({ adminToken, agentByTokenHash: agents.byTokenHash });
  const graphql = createGraphql({
    context: {
      prisma,
      rows: createRows(prisma, database),
      commands,
      events,
      batches: batchWatch,
      version,
    },
    now,
    describeFailure,
    isOutage: (error) => outageOf(error) !== null,
  });
  const transport = {
    graphql,
    authentication,
    describeFailure,
    allowedOrigins: config.allowedOrigins,
    newRequestId: secrets.newId,
  };
  const isReady = () => isCurrent(database);
  const answers = config.role !== 'worker';
  const serving: Serving = await serve({
    host: config.host,
    port: config.port,
    app: answers
      ? createHttpApp({ ...transport, commands, prisma, consoleDir, isReady })
      : createHealth(isReady),
    first: answers ? createGraphqlPost(transport) : null,
    webSocket: answers ? transport : null,
    onError,
  });
  const url = config.publicUrl ?? `http://${hostInUrl(config.host)}:${serving.port}`;

  const background = startBackground({
    config,
    url,
    database,
    egress,
    openai,
    dispatcher,
    ports,
    now,
    sweeps: learning.sweeps,
    onError,
  });

  return {
    url,
    token: adminToken,
    commands,
    async stop() {
      stopping.abort();
      // A batch that is being placed is placed by whoever takes it up next.
      await solver.stop();
      await Promise.all([serving.close(drainMs), background.stopTaking()]);
      await background.stop(drainMs);
      await learning.stop();
      batchWatch.stop();
      await bell.stop();
      await events.stop();
      await egress.close();
      await prisma.$disconnect();
      await database.close();
    },
  };
}

function openEgress({ host, allowedNetworks }: Config): Egress {
  try {
    return createEgress({ allowLoopback: isLoopback(host), allowedNetworks });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(`MUSTER_ALLOWED_NETWORKS: ${error.message}.`);
  }
}

async function openDatabase(
  config: Config,
  onError: (error: unknown, doing: string) => void,
): Promise<Database> {
  if (config.databaseUrl === null) return openEmbedded(join(config.dataDir, 'db'));
  return openPostgres({ url: config.databaseUrl, maxConnections: config.maxConnections, onError });
}

/** The token of a start on one's own machine: made once, readable by its owner only. */
async function keptToken(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'token');
  const token = createSecrets(Date.now).newToken();
  await writeFile(file, `${token}\n`, { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return (await readFile(file, 'utf8')).trim();
}

/** The address to reach a listener by: a wildcard is reached by loopback, IPv6 goes into brackets. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
