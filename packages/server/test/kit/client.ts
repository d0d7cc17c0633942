import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Whatever JSON came back; tests say what they expect of it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads deep into answers of many shapes, and fails where one is missing.
export type Json = any;

export interface TestClient {
  readonly url: string;
  readonly token: string;
  /** The data of a query or mutation; throws what GraphQL refused. */
  graphql(document: string, variables?: Record<string, unknown>): Promise<Json>;
  /** The raw answer. */
  post(
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Json; headers: Headers }>;
  /** One mutation with the given input: its union member, with what `fields` asks of it. */
  mutate(name: string, input: Record<string, unknown>, fields?: string): Promise<Json>;
  /**
   * From the beginning unless `after` says otherwise: a subscription is not acknowledged, so what a test
   * changes right after asking for "from now on" may or may not be in it.
   */
  subscribe(options?: { jobId?: string; after?: string | null; fields?: string }): Changes;
  /** What a subscription tells, until it ends. */
  follow(document: string, variables?: Record<string, unknown>): AsyncIterable<Json>;
  close(): Promise<void>;
}

export interface Changes extends AsyncDisposable {
  /** The next `count` changes, in order; waits for them. */
  take(count: number): Promise<Json[]>;
  /** Reads on until a change fits, and returns it. */
  until(fits: (change: Json) => boolean): Promise<Json>;
  /** What came and was not taken yet. */
  readonly waiting: readonly Json[];
  close(): Promise<void>;
}

/** Before the first row of any database. */
const theBeginning = '0-0';

const jobFields =
  'id title status version inputs result agent { id name } assignment { id state attempt }';

export function createTestClient(url: string, token: string): TestClient {
  const sockets = new Set<() => Promise<void>>();

  const post: TestClient['post'] = async (path, body, headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    let parsed: Json = text;
    try {
      parsed = JSON.parse(text);
    } catch {
      // Not JSON: the text itself.
    }
    return { status: response.status, body: parsed, headers: response.headers };
  };

  const graphql: TestClient['graphql'] = async (query, variables) => {
    const { body } = await post('/graphql', { query, variables });
    if (body.errors) throw new Error(JSON.stringify(body.errors));
    return body.data;
  };

  const connect = () =>
    createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
      retryAttempts: 0,
      lazy: true,
    });

  return {
    url,
    token,
    post,
    graphql,
    async *follow(query, variables = {}) {
      const client = connect();
      const close = async () => {
        sockets.delete(close);
        await client.dispose();
      };
      sockets.add(close);
      try {
        for await (const { data, errors } of client.iterate<Json>({ query, variables })) {
          if (errors) throw new Error(JSON.stringify(errors));
          yield data;
        }
      } finally {
        await close();
      }
    },
    async mutate(name, input, fields = '') {
      const type = name[0]?.toUpperCase() + name.slice(1);
      const data = await graphql(
        `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Error { message code } ${fields || standardFields[name] || ''} } }`,
        { input },
      );
      return data[name];
    },
    subscribe({
      jobId,
      after = theBeginning,
      fields = 'cursor status previousStatus job { id } log { id status jobVersion }',
    } = {}) {
      const client = connect();
      const waiting: Json[] = [];
      const arrived: (() => void)[] = [];
      let failure: unknown;
      const wake = () => {
        for (const resolve of arrived.splice(0)) resolve();
      };
      const unsubscribe = client.subscribe(
        {
          query: `subscription ($jobId: ID, $after: String) { jobStatusChanged(jobId: $jobId, after: $after) { ${fields} } }`,
          variables: { jobId, after },
        },
        {
          next: ({ data, errors }: Json) => {
            if (errors) failure = new Error(JSON.stringify(errors));
            else waiting.push(data.jobStatusChanged);
            wake();
          },
          error: (error) => {
            failure = error instanceof Error ? error : new Error(JSON.stringify(error));
            wake();
          },
          complete: () => {
            failure ??= new Error('The subscription ended.');
            wake();
          },
        },
      );
      const next = async (): Promise<Json> => {
        while (waiting.length === 0) {
          if (failure) throw failure;
          await new Promise<void>((resolve) => arrived.push(resolve));
        }
        return waiting.shift();
      };
      const close = async () => {
        sockets.delete(close);
        unsubscribe();
        await client.dispose();
      };
      sockets.add(close);
      return {
        waiting,
        async take(count) {
          const changes: Json[] = [];
          while (changes.length < count) changes.push(await next());
          return changes;
        },
        async until(fits) {
          for (;;) {
            const change = await next();
            if (fits(change)) return change;
          }
        },
        close,
        [Symbol.asyncDispose]: close,
      };
    },
    async close() {
      await Promise.all([...sockets].map((close) => close()));
    },
  };
}

const standardFields: Readonly<Record<string, string>> = {
  createJob: `... on CreateJobSuccess { job { ${jobFields} } } ... on ValidationFailed { issues { path message } }`,
  registerAgent:
    '... on RegisterAgentSuccess { agent { id name kind availability } token secret } ... on ValidationFailed { issues { path message } }',
  updateAgent:
    '... on UpdateAgentSuccess { agent { id name paused capacity availability } } ... on ValidationFailed { issues { path message } }',
  rotateAgentToken: '... on RotateAgentTokenSuccess { agent { id } token }',
  assign: `... on AssignSuccess { job { ${jobFields} } assignment { id attempt state } } ... on InputsInvalid { issues { path message } } ... on ValidationFailed { issues { path message } } ... on IllegalTransition { status }`,
  autoAssign: `... on AutoAssignSuccess { job { ${jobFields} } assignment { id attempt decision { method reason confidence winner { name } } } } ... on NoAgentMatched { decision { reason candidates { agent { name } eligible verdicts { filter passed reason } } } } ... on IllegalTransition { status }`,
  cancelAssignment: `... on CancelAssignmentSuccess { job { ${jobFields} } } ... on IllegalTransition { status }`,
  requestResubmission: `... on RequestResubmissionSuccess { job { ${jobFields} } } ... on IllegalTransition { status }`,
  resubmit: `... on ResubmitSuccess { job { ${jobFields} } } ... on IllegalTransition { status }`,
  claimAssignment:
    '... on ClaimAssignmentSuccess { assignment { id attempt state job { id title inputs } } leaseToken } ... on ValidationFailed { issues { path message } }',
  heartbeat: '... on HeartbeatSuccess { leaseExpiresAt }',
  reportAssignment:
    '... on ReportAssignmentSuccess { assignment { id state } } ... on ValidationFailed { issues { path message } }',
};
