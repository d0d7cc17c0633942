import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { Agent, Outcome } from './agent.ts';
import { withDeadline } from './deadline.ts';
import { type Delivery, isCancellation, isDelivery, typeOf } from './delivery.ts';
import { OutcomeCache } from './outcome-cache.ts';
import { type ReportOptions, reportOutcome } from './report-outcome.ts';

export interface ServedAgent {
  agent: Agent;
  /** `whsec_…`, shared with Muster, which signs with it. */
  secret: string;
}

export interface AssignmentServer {
  app: Hono;
  /** Settles when every report under way has been made or given up. */
  reportsDone(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;
const REMEMBERED_OUTCOMES = 100;
const REMEMBERED_REPORTS = 1_000;
const WORK_DEADLINE_MS = 5_000;

/** An HTTP app with one path an agent: it verifies, works, and answers as Muster's contract says. */
export function assignmentServer(
  served: readonly ServedAgent[],
  options: ReportOptions & { log(line: string): void },
): AssignmentServer {
  const app = new Hono();
  const reports = new Map<string, Promise<void>>();
  /** Assignments that are being worked on, and whether they were taken back meanwhile. */
  const wanted = new Map<string, boolean>();
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => {
        // The rest of the body stays unread, so the connection cannot carry another request.
        c.header('connection', 'close');
        return refuse(c, 413, `The body may have at most ${MAX_BODY_BYTES} bytes.`);
      },
    }),
  );
  app.get('/', (c) =>
    c.json(
      served.map(({ agent: { name, description } }) => ({ name, description, path: `/${name}` })),
    ),
  );
  for (const { agent, secret } of served) {
    const webhook = new Webhook(secret);
    const outcomes = new OutcomeCache(REMEMBERED_OUTCOMES);
    const work = (delivery: Delivery): Outcome =>
      outcomes.getOrWork(delivery.data.assignmentId, () =>
        withDeadline(WORK_DEADLINE_MS, () => agent.handle(delivery.data.job.inputs)),
      );
    app.post(`/${agent.name}`, async (c) => {
      const message = await readSigned(c, webhook);
      if (message instanceof Response) return message;
      if (isDelivery(message)) {
        if (agent.answers === 'now') return c.json(work(message));
        reportLater(message, work);
        return c.json({ accepted: true }, 202);
      }
      if (isCancellation(message)) {
        const { assignmentId } = message.data;
        if (wanted.has(assignmentId)) wanted.set(assignmentId, false);
        return c.body(null, 204);
      }
      const type = typeOf(message);
      // Later versions of Muster may send more types; a receiver lets pass what it does not know.
      if (type !== undefined && type !== 'assignment.created') return c.body(null, 204);
      return refuse(c, 400, 'Not an assignment: data lacks what the contract promises.');
    });
    app.all(`/${agent.name}`, (c) => refuse(c, 405, 'POST a signed assignment.'));
  }
  app.notFound((c) => refuse(c, 404, 'No such agent; GET / lists them.'));

  /**
   * One report a lease: a repeated delivery of the same lease changes nothing, while a new lease on
   * the same assignment means that Muster did not get our report, and gets it again.
   */
  function reportLater(delivery: Delivery, work: (delivery: Delivery) => Outcome): void {
    const { assignmentId, leaseToken } = delivery.data;
    const lease = `${assignmentId} ${leaseToken}`;
    if (reports.has(lease)) return;
    const report = workAndReport(delivery, work).then((gaveUp) => {
      if (gaveUp) reports.delete(lease);
    });
    reports.set(lease, report);
    const [oldest] = reports.keys();
    if (reports.size > REMEMBERED_REPORTS && oldest !== undefined) reports.delete(oldest);
  }

  async function workAndReport(
    delivery: Delivery,
    work: (delivery: Delivery) => Outcome,
  ): Promise<boolean> {
    const { assignmentId } = delivery.data;
    wanted.set(assignmentId, true);
    const started = await reportOutcome(delivery.data, { outcome: 'STARTED' }, options);
    const isWanted = wanted.get(assignmentId);
    wanted.delete(assignmentId);
    if (started === 'stale' || !isWanted) return false;
    const ended = await reportOutcome(delivery.data, work(delivery), options);
    if (ended === 'gaveUp') {
      options.log(`could not report assignment ${assignmentId}; its lease will expire`);
    }
    return ended === 'gaveUp';
  }

  return {
    app,
    reportsDone: async () => {
      await Promise.all(reports.values());
    },
  };
}

/** The signed body as JSON, or the response that says why it is refused. */
async function readSigned(c: Context, webhook: Webhook): Promise<unknown> {
  const body = await c.req.text();
  try {
    return webhook.verify(body, c.req.header());
  } catch (error) {
    if (error instanceof WebhookVerificationError) return refuse(c, 401, error.message);
    if (error instanceof SyntaxError) return refuse(c, 400, 'The body is not JSON.');
    throw error;
  }
}

function refuse(c: Context, status: 400 | 401 | 404 | 405 | 413, error: string): Response {
  return c.json({ error }, status);
}
