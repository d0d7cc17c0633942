import type { Result } from '@muster/domain/job/errors.ts';
import type { Caller, Commands, Context as GraphqlContext } from '@muster/schema/context.ts';
import { type Context, Hono } from 'hono';
import { bearerOf } from './authentication.ts';
import { problem, problemOf } from './problem.ts';
import type { RequestVariables } from './request-variables.ts';

export interface RestOptions {
  readonly commands: Commands;
  readonly prisma: GraphqlContext['prisma'];
}

type RestContext = Context<RequestVariables>;

const jobFields = {
  id: true,
  title: true,
  status: true,
  version: true,
  inputs: true,
  result: true,
  agentId: true,
  createdAt: true,
  updatedAt: true,
} as const;

const assignmentFields = {
  id: true,
  jobId: true,
  agentId: true,
  attempt: true,
  state: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  leaseExpiresAt: true,
} as const;

/** The seed's paths, beside GraphQL: the same use cases, JSON in and out, problem details on error. */
export function createRest({ commands, prisma }: RestOptions) {
  const rest = new Hono<RequestVariables>();

  const jobWithAssignment = async (jobId: string) => {
    const { lastAssignment, ...job } = await prisma.job.findUniqueOrThrow({
      where: { id: jobId },
      select: { ...jobFields, lastAssignment: { select: assignmentFields } },
    });
    return { job, assignment: lastAssignment };
  };

  /** One command on one job: read the body, run it, say what came of it. */
  const onJob =
    <T extends { readonly jobId: string }>(
      run: (
        caller: Caller,
        jobId: string,
        body: Body,
        idempotencyKey: string | null,
      ) => Promise<Result<T>> | Problem,
    ) =>
    async (c: RestContext) => {
      const caller = c.get('caller');
      if (caller === null) return notSignedIn(c, 'the admin token');
      if (caller.kind !== 'OPERATOR')
        return problem(c, 403, 'Forbidden', 'This needs the admin token.', { code: 'FORBIDDEN' });
      const body = await readBody(c);
      if (body === null) return notJson(c);
      // GraphQL's types see to this there: a key that is quietly not one would protect nobody.
      const wrong = textFields.find((field) => typeof (body[field] ?? '') !== 'string');
      if (wrong !== undefined) return notValid(c, wrong, 'is not text');
      const key = c.req.header('idempotency-key') ?? stringOf(body['idempotencyKey']);
      const result = await run(caller, c.req.param('id') ?? '', body, key);
      if ('missing' in result) return notValid(c, result.missing, 'is missing');
      return result.ok
        ? c.json(await jobWithAssignment(result.value.jobId))
        : problemOf(c, result.error);
    };

  rest.post(
    '/jobs/:id/auto-assign',
    onJob((caller, jobId, _body, idempotencyKey) =>
      commands.autoAssign(caller, { jobId, idempotencyKey }),
    ),
  );

  rest.post(
    '/jobs/:id/assign',
    onJob((caller, jobId, body, idempotencyKey) => {
      const agentId = stringOf(body['agentId']);
      if (agentId === null) return { missing: 'agentId' };
      return commands.assign(caller, {
        jobId,
        agentId,
        inputs: body['inputs'] ?? undefined,
        idempotencyKey,
      });
    }),
  );

  rest.post(
    '/jobs/:id/cancel',
    onJob((caller, jobId, body, idempotencyKey) =>
      commands.cancelAssignment(caller, {
        jobId,
        reason: stringOf(body['reason']),
        idempotencyKey,
      }),
    ),
  );

  rest.post('/assignments/:id/report', async (c) => {
    const leaseToken = bearerOf(c.req.header('authorization'));
    if (leaseToken === null) return notSignedIn(c, 'the lease token');
    const report = await readBody(c);
    if (report === null) return notJson(c);
    const result = await commands.reportAssignment({
      assignmentId: c.req.param('id'),
      leaseToken,
      report,
    });
    if (!result.ok) return problemOf(c, result.error);
    const assignment = await prisma.assignment.findUniqueOrThrow({
      where: { id: result.value.assignmentId },
      select: assignmentFields,
    });
    return c.json({ assignment });
  });

  rest.post('/assignments/:id/heartbeat', async (c) => {
    const leaseToken = bearerOf(c.req.header('authorization'));
    if (leaseToken === null) return notSignedIn(c, 'the lease token');
    const result = await commands.heartbeat({ assignmentId: c.req.param('id'), leaseToken });
    return result.ok ? c.json(result.value) : problemOf(c, result.error);
  });

  return rest;
}

type Body = Readonly<Record<string, unknown>>;
interface Problem {
  readonly missing: string;
}

const textFields = ['agentId', 'reason', 'idempotencyKey'];

const stringOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** An empty body is an empty object: two of the three commands need none. Null for what is not a JSON object. */
async function readBody(c: RestContext): Promise<Body | null> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Body)
      : null;
  } catch {
    return null;
  }
}

const notJson = (c: RestContext) =>
  problem(c, 400, 'The request is not valid', 'The body is not a JSON object.', {
    code: 'VALIDATION',
  });

function notValid(c: RestContext, field: string, says: string) {
  const message = `${field} ${says}.`;
  return problem(c, 400, 'The request is not valid', message, {
    code: 'VALIDATION',
    issues: [{ path: field, message }],
  });
}

function notSignedIn(c: RestContext, token: string) {
  c.header('www-authenticate', 'Bearer');
  return problem(c, 401, 'Not signed in', `Send ${token} as \`Authorization: Bearer TOKEN\`.`, {
    code: 'UNAUTHENTICATED',
  });
}
