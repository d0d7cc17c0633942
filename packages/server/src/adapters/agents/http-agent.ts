import { preparePayload } from '@muster/domain/audit/fit-payload.ts';
import { withoutToken } from '@muster/domain/audit/without-token.ts';
import { parseAgentAnswer } from '@muster/domain/job/agent-answer.ts';
import type { Failure } from '@muster/domain/job/failure.ts';
import type { AgentOutcome } from '@muster/domain/job/outcome.ts';
import { limits } from '@muster/domain/validation/limits.ts';
import { type Dispatcher, request } from 'undici';
import type { AgentAnswer, AgentCall, AgentCaller } from '../../app/ports/agent-caller.ts';
import { callDeadline } from '../call-deadline.ts';
import { parseJson } from '../parse-json.ts';
import { readBody, recordedBody } from './bounded-body.ts';
import type { Egress } from './egress.ts';
import { failureOfError, failureOfStatus } from './http-failure.ts';
import { retryAfterMs } from './retry-after.ts';
import { type AssignmentCreated, assignmentCreated, signatureHeaders } from './signed-call.ts';

export interface HttpAgentOptions {
  /** Every connection is opened through it. */
  readonly egress: Pick<Egress, 'dispatcher' | 'checkEndpoint'>;
  /** The absolute address that an agent reports to after a 202. */
  readonly reportUrlFor: (assignmentId: string) => string;
  /** For the whole call, from resolving the name to the last byte of the answer, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number | undefined;
  /** The largest answer that is read, in bytes. Default 1 MiB. */
  readonly maxAnswerBytes?: number | undefined;
  readonly now: () => Date;
}

interface Exchange {
  readonly outcome: AgentOutcome;
  /** Null when nothing was sent; without a status when nothing came back. */
  readonly response: Readonly<Record<string, unknown>> | null;
}

/**
 * Calls agents of kind HTTP: a POST signed as Standard Webhooks, answered with 200 and an outcome, or with 202 and a
 * report later (the contract's page says what every other answer means; `http-failure.ts` maps it).
 */
export function createHttpAgentCaller(options: HttpAgentOptions): AgentCaller {
  const timeoutMs = options.timeoutMs ?? 60_000;

  return {
    async call(call) {
      const startedAt = options.now();
      const body = assignmentCreated(call, options.reportUrlFor(call.assignmentId), startedAt);
      const text = JSON.stringify(body);
      const prepared = prepare(call, text, startedAt, options.egress);
      if ('failure' in prepared) {
        return answer(call, { ...prepared, headers: {}, body }, failed(prepared.failure));
      }
      const deadline = callDeadline(call.signal, timeoutMs, 'agent');
      const exchange = await send(prepared.url, {
        dispatcher: options.egress.dispatcher,
        headers: { ...prepared.headers, ...prepared.signature },
        body: text,
        signal: deadline.signal,
        maxAnswerBytes: options.maxAnswerBytes ?? limits.outputBytes,
        now: options.now,
        interruption: deadline.failure,
      });
      deadline.end();
      const durationMs = options.now().getTime() - startedAt.getTime();
      return answer(call, { ...prepared, body }, exchange, durationMs);
    },
  };
}

type Prepared =
  | {
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly signature: Readonly<Record<string, string>>;
    }
  | { readonly url: string | null; readonly failure: Failure };

/** Everything that can be wrong before a socket is opened. */
function prepare(
  call: AgentCall,
  body: string,
  now: Date,
  egress: HttpAgentOptions['egress'],
): Prepared {
  const { endpoint: url, secret } = call.agent;
  if (url === null) return { url, failure: protocol('The agent has no endpoint; give it one.') };
  const issue = egress.checkEndpoint(url);
  if (issue) {
    const message = `The agent was not called: ${issue.message}`;
    return { url, failure: { class: 'unavailable', message } };
  }
  if (secret === null) {
    return {
      url,
      failure: protocol('The agent has no secret to sign its calls with; give it one.'),
    };
  }
  try {
    return {
      url,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        // The limit on the answer's size counts the bytes that arrive.
        'accept-encoding': 'identity',
        'user-agent': 'Muster',
      },
      signature: signatureHeaders({ id: `msg_${call.assignmentId}`, secret }, body, now),
    };
  } catch {
    const message = 'The secret of the agent is not whsec_ and base64; give it another.';
    return { url, failure: protocol(message) };
  }
}

interface Sending {
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
  readonly maxAnswerBytes: number;
  readonly now: () => Date;
  /** The failure to report when the signal has ended the call, else null. */
  readonly interruption: () => Failure | null;
}

/** How long the body of a 202 is read, so that its connection can be used again. */
const dumpMs = 5_000;

async function send(url: string, sending: Sending): Promise<Exchange> {
  const { dispatcher, headers, body, signal } = sending;
  let received: { readonly status: number } | null = null;
  try {
    const response = await request(url, {
      method: 'POST',
      dispatcher,
      headers,
      body,
      signal,
      // The signal is the only time limit: undici's own would add a second, shorter or coarser one.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const status = response.statusCode;
    received = { status };
    if (status === 202) {
      // Accepted is accepted, whatever its body does: it is thrown away, up to a limit of its size and its time.
      const bounds = { limit: 16 * 1024, signal: AbortSignal.timeout(dumpMs) };
      response.body.dump(bounds).catch(() => undefined);
      return { outcome: { outcome: 'STARTED' }, response: received };
    }
    const text = await readBody(response.body, sending.maxAnswerBytes);
    const wait = retryAfterMs(response.headers['retry-after'], sending.now());
    return {
      outcome: outcomeOf(status, text, wait),
      response: {
        status,
        ...(wait === undefined ? {} : { retryAfterMs: wait }),
        body: recordedBody(text),
      },
    };
  } catch (error) {
    return failed(sending.interruption() ?? failureOfError(error), received ?? {});
  }
}

function outcomeOf(status: number, text: string, retryAfterMs: number | undefined): AgentOutcome {
  if (status !== 200) return { outcome: 'FAILED', failure: failureOfStatus(status, retryAfterMs) };
  const body = parseJson(text);
  if (body !== undefined) return parseAgentAnswer(body);
  return text.trim() === ''
    ? { outcome: 'FAILED', failure: failureOfStatus(200, undefined) }
    : { outcome: 'FAILED', failure: protocol("The agent's answer is not JSON.") };
}

interface Sent {
  readonly url: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: AssignmentCreated;
}

/** The outcome with its record for the audit log. */
function answer(call: AgentCall, sent: Sent, exchange: Exchange, durationMs = 0): AgentAnswer {
  const { url, headers = {}, body } = sent;
  return {
    outcome: exchange.outcome,
    request: preparePayload({ method: 'POST', url, headers, body }),
    response: withoutToken(
      call.leaseToken,
      preparePayload(exchange.response && { ...exchange.response, durationMs }),
    ),
  };
}

const failed = (failure: Failure, response: Exchange['response'] = null): Exchange => ({
  outcome: { outcome: 'FAILED', failure },
  response,
});

const protocol = (message: string): Failure => ({ class: 'protocol', message });
