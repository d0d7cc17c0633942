import { Pool } from 'undici';
import { closedLoop, type Round } from './closed-loop.ts';

export interface GraphqlLoad {
  readonly url: string;
  readonly token?: string;
  readonly connections: number;
  readonly seconds: number;
  readonly atMost?: number;
  /** The body of the `n`th request. */
  readonly body: (n: number) => string;
  /** What each answer must contain. */
  readonly expect: string;
}

/** Keeps every connection busy with one request at a time: keep-alive, no pipelining. */
export async function graphqlLoad(load: GraphqlLoad): Promise<Round> {
  const { url, token, connections, seconds, body, expect, atMost } = load;
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  try {
    return await closedLoop({
      callers: connections,
      seconds,
      ...(atMost === undefined ? {} : { atMost }),
      call: async (n) => {
        const request = { path: '/graphql', method: 'POST', headers, body: body(n) } as const;
        const text = await (await pool.request(request)).body.text();
        if (!text.includes(expect)) throw new Error(`Unexpected answer: ${text.slice(0, 500)}`);
      },
    });
  } finally {
    await pool.close();
  }
}
