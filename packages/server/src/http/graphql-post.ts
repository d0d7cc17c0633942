import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '@muster/schema/context.ts';
import { type DocumentNode, getOperationAST } from 'graphql';
import { processRegularResult } from 'graphql-yoga';
import { type Authentication, cookieOf } from './authentication.ts';
import type { DescribeFailure, Failure } from './failures.ts';
import type { Graphql, Transport } from './graphql.ts';
import { maxBodyBytes } from './guard.ts';
import { isTrustedOrigin } from './origin.ts';
import { withRequestId } from './request-scope.ts';

export interface GraphqlPostOptions {
  readonly graphql: Graphql;
  readonly authentication: Authentication;
  readonly allowedOrigins: readonly string[];
  readonly newRequestId: () => string;
  readonly describeFailure: DescribeFailure;
}

/**
 * What nearly every client sends, a query or mutation as a JSON body from somebody who is signed in, answered straight
 * on Node's request. By way of Request, Response and web streams it took three times as long (bench/bench-graphql.ts).
 * Answers false, and has read nothing, when the request is anything else: that is for the app to answer.
 */
export function createGraphqlPost(options: GraphqlPostOptions) {
  const { graphql, authentication, allowedOrigins, newRequestId, describeFailure } = options;

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { method, url, headers } = request;
    if (method !== 'POST' || url !== '/graphql') return false;
    const mediaType = mediaTypeFor(headers.accept);
    if (mediaType === null || !isSmallJson(headers)) return false;
    if (!isTrustedOrigin(headers.origin, headers.host, allowedOrigins)) return false;

    const requestId = newRequestId();
    const answerTo = async (): Promise<Answer | null> => {
      const { authorization } = headers;
      const session = cookieOf(headers.cookie);
      const caller = await authentication.callerOf({ authorization, session });
      if (caller === null) return null;
      const transport = transportOf(response, caller, requestId, authorization === undefined);
      const body = await textOf(request);
      const operation = ordinary(graphql, transport, body);
      return operation
        ? execute(graphql, operation, mediaType)
        : answerOf(await graphql.fetch(requestWith(request, body), transport));
    };
    const failed = (error: unknown): Answer =>
      failureAnswer(describeFailure(error, requestId), requestId);
    const answer = await withRequestId(requestId, answerTo).catch((error: unknown) =>
      // Who goes away before the whole body is here is owed no answer.
      request.destroyed && !request.complete ? nobodysAnswer : failed(error),
    );
    if (answer === null) return false;
    const { status, headers: more, text } = answer;
    const bytes = Buffer.from(text);
    response
      .writeHead(status, { ...more, 'content-length': bytes.byteLength, 'x-request-id': requestId })
      .end(bytes);
    return true;
  };
}

type MediaType = 'application/json' | 'application/graphql-response+json';

/** As yoga chooses: the first that is asked for. Null: something that only yoga knows how to answer with. */
function mediaTypeFor(accept: string | undefined): MediaType | null {
  const first = accept?.split(/[,;]/, 1)[0]?.trim().toLowerCase() ?? '*/*';
  if (first === '*/*' || first === 'application/json') return 'application/json';
  return first === 'application/graphql-response+json' ? first : null;
}

const isSmallJson = (headers: IncomingMessage['headers']): boolean =>
  /^application\/json(; *charset=utf-8)?$/i.test(headers['content-type'] ?? '') &&
  headers['content-encoding'] === undefined &&
  // Absent when it comes in chunks of which nobody knows how many.
  Number(headers['content-length']) <= maxBodyBytes;

function transportOf(
  response: ServerResponse,
  caller: Caller,
  requestId: string,
  browser: boolean,
): Transport {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return { caller, requestId, browser, signal: gone.signal };
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
  });
}

interface Operation {
  readonly enveloped: ReturnType<Graphql['getEnveloped']>;
  readonly document: DocumentNode;
  readonly params: Params;
}

interface Params {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** A valid query or mutation; undefined for whatever else the body may be, which yoga then answers or refuses. */
function ordinary(graphql: Graphql, transport: Transport, body: string): Operation | undefined {
  const params = paramsOf(body);
  if (params === undefined) return undefined;
  const enveloped = graphql.getEnveloped({ ...transport, params });
  try {
    const document: DocumentNode = enveloped.parse(params.query);
    const operation = getOperationAST(document, params.operationName)?.operation;
    if (operation !== 'query' && operation !== 'mutation') return undefined;
    if (enveloped.validate(enveloped.schema, document).length > 0) return undefined;
    return { enveloped, document, params };
  } catch {
    // Refused, for its syntax or its size: yoga refuses it again, and says so.
    return undefined;
  }
}

function paramsOf(body: string): Params | undefined {
  try {
    const params: unknown = JSON.parse(body);
    return isParams(params) ? params : undefined;
  } catch {
    return undefined;
  }
}

function isParams(value: unknown): value is Params {
  if (!isRecord(value)) return false;
  const { query, variables = null, operationName = null, ...more } = value;
  return (
    typeof query === 'string' &&
    (variables === null || isRecord(variables)) &&
    (operationName === null || typeof operationName === 'string') &&
    Object.keys(more).length === 0
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function execute(
  graphql: Graphql,
  { enveloped, document, params }: Operation,
  mediaType: MediaType,
): Promise<Answer> {
  const result = await enveloped.execute({
    schema: enveloped.schema,
    document,
    contextValue: await enveloped.contextFactory(),
    variableValues: params.variables,
    operationName: params.operationName,
  });
  // Errors may bring along a status, headers, and what is not for the client.
  if (result.errors !== undefined)
    return answerOf(processRegularResult(result, graphql.fetchAPI, mediaType));
  const headers = { 'content-type': `${mediaType}; charset=utf-8` };
  return { status: 200, headers, text: JSON.stringify(result) };
}

async function answerOf(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers: Object.fromEntries(headers), text: await response.text() };
}

/** Before anything of GraphQL could answer. */
function failureAnswer({ code, status, message, headers }: Failure, requestId: string): Answer {
  const errors = [{ message, extensions: { code, requestId } }];
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    text: JSON.stringify({ errors }),
  };
}

const nobodysAnswer: Answer = { status: 400, headers: {}, text: '' };

function requestWith({ method, url, headers }: IncomingMessage, body: string): Request {
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return new Request(`http://localhost${url}`, { method: method ?? 'POST', headers: given, body });
}
