import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the server; whatever is left out is what a well-behaved server would send. */
export type ScriptedAnswer =
  /** The model's text as JSON of this value. */
  | { readonly json: unknown; readonly finishReason?: string }
  /** The model's text as it stands. */
  | { readonly content: string; readonly finishReason?: string }
  | { readonly refusal: string }
  /** An error of the API, or any body in place of a completion. */
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** 200 as JSON, with this text for a body. */
  | { readonly rawBody: string }
  /** Takes the request and never answers. */
  | { readonly hang: true }
  /** Takes the request and resets the connection. */
  | { readonly reset: true };

/** The part of a chat request that tests look at. */
export interface ChatRequestBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: {
      readonly name: string;
      readonly strict?: boolean;
      readonly schema?: {
        readonly properties?: { readonly agentId?: { readonly enum?: readonly string[] } };
      };
    };
  };
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly body: ChatRequestBody;
}

export interface OpenAiProtocolServer extends AsyncDisposable {
  /** For the `openai` package, or `OPENAI_BASE_URL`. */
  readonly baseURL: string;
  /** Everything that was asked, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Queues answers for the next requests. When none is queued, `fallback` answers. */
  script(...answers: readonly ScriptedAnswer[]): void;
  /** Resolves when the next request has arrived. */
  nextRequest(): Promise<RecordedRequest>;
  close(): Promise<void>;
}

/**
 * What a model without a script says: among an enum of ids it takes the first (candidates come best first); asked for
 * an outcome it completes the job, with what it was told as the output.
 */
function plausibleAnswer(body: ChatRequestBody): ScriptedAnswer {
  const ids = body.response_format?.json_schema?.schema?.properties?.agentId?.enum;
  if (ids) {
    return { json: { agentId: ids[0], reason: 'It fits the work best.', confidence: 0.9 } };
  }
  const data: unknown = JSON.parse(body.messages.at(-1)?.content ?? 'null');
  return { json: { outcome: 'COMPLETED', output: JSON.stringify(data), message: '' } };
}

/**
 * A server on loopback that speaks OpenAI's Chat Completions as far as structured outputs go, for tests with the real
 * `openai` package and for running Muster against a model that is not there.
 */
export async function startOpenAiProtocolServer(
  options: {
    readonly port?: number;
    readonly fallback?: (body: ChatRequestBody) => ScriptedAnswer;
  } = {},
): Promise<OpenAiProtocolServer> {
  const fallback = options.fallback ?? plausibleAnswer;
  const requests: RecordedRequest[] = [];
  const scripted: ScriptedAnswer[] = [];
  const waiting: ((request: RecordedRequest) => void)[] = [];

  const server = createServer((request, response) => {
    readJson(request).then(
      (body) => {
        const record: RecordedRequest = {
          method: request.method ?? '',
          path: request.url ?? '',
          authorization: request.headers.authorization ?? null,
          body,
        };
        requests.push(record);
        for (const resolve of waiting.splice(0)) resolve(record);
        if (record.path !== '/v1/chat/completions') {
          sendJson(response, 404, { error: { message: `no ${record.path} here` } });
          return;
        }
        send(scripted.shift() ?? fallback(body), body.model, response);
      },
      () => sendJson(response, 400, { error: { message: 'the body is not JSON' } }),
    );
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    script: (...answers) => void scripted.push(...answers),
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function send(answer: ScriptedAnswer, model: string, response: ServerResponse): void {
  if ('hang' in answer) return;
  if ('reset' in answer) {
    response.socket?.resetAndDestroy();
    return;
  }
  if ('status' in answer) {
    const body = answer.body ?? { error: { message: `scripted ${answer.status}`, code: null } };
    sendJson(response, answer.status, body, answer.headers);
    return;
  }
  if ('rawBody' in answer) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(answer.rawBody);
    return;
  }
  sendJson(response, 200, completion(answer, model));
}

function completion(
  answer: Extract<ScriptedAnswer, { json: unknown } | { content: string } | { refusal: string }>,
  model: string,
): unknown {
  const refusal = 'refusal' in answer ? answer.refusal : null;
  const content =
    'content' in answer ? answer.content : 'json' in answer ? text(answer.json) : null;
  const finish = 'finishReason' in answer ? answer.finishReason : undefined;
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [
      {
        index: 0,
        finish_reason: finish ?? 'stop',
        logprobs: null,
        message: { role: 'assistant', content, refusal },
      },
    ],
    usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150 },
  };
}

const text = (value: unknown): string => JSON.stringify(value) ?? 'null';

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<ChatRequestBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequestBody;
}
