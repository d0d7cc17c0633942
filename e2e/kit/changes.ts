import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Api, Job } from './api.ts';

/** How long a change may take that a test waits for. */
const patienceMs = 30_000;

/** What a subscriber hears of one change. */
export interface Change {
  readonly cursor: string;
  readonly previousStatus: string | null;
  readonly status: string;
  readonly job: Pick<Job, 'id' | 'title'>;
  readonly log: { readonly status: string; readonly jobVersion: number };
}

export interface Changes {
  /** All that came, oldest first. */
  readonly heard: readonly Change[];
  /** Everything up to the first change that fits, which is waited for. */
  until(fits: (change: Change) => boolean): Promise<readonly Change[]>;
  /** Waits for this status of the job, or of the only one heard of. */
  untilStatus(status: string, jobId?: string): Promise<readonly Change[]>;
  close(): Promise<void>;
}

/** Subscribes to what follows `after`, a cursor: of one job, or of all. */
export function followChanges(
  { url, token }: Pick<Api, 'url' | 'token'>,
  { after, jobId = null }: { after: string; jobId?: string | null },
): Changes {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const heard: Change[] = [];
  let arrived = Promise.withResolvers<void>();
  let failure: unknown;
  const wake = () => {
    arrived.resolve();
    arrived = Promise.withResolvers();
  };
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  const stop = client.subscribe<{ jobStatusChanged: Change }>(
    {
      query: `subscription ($jobId: ID, $after: String) {
        jobStatusChanged(jobId: $jobId, after: $after) {
          cursor previousStatus status job { id title } log { status jobVersion }
        }
      }`,
      variables: { jobId, after },
    },
    {
      next({ data, errors }) {
        if (data === null || data === undefined) return fail(errors);
        heard.push(data.jobStatusChanged);
        wake();
      },
      error: fail,
      complete: () => fail(new Error('The subscription ended.')),
    },
  );

  const until: Changes['until'] = async (fits) => {
    for (;;) {
      const at = heard.findIndex(fits);
      if (at !== -1) return heard.slice(0, at + 1);
      if (failure !== undefined) throw failure;
      await arrived.promise;
    }
  };
  const untilInTime: Changes['until'] = async (fits) => {
    const late = setTimeout(
      () =>
        fail(new Error(`Nothing fit within ${patienceMs} ms. Heard:\n${JSON.stringify(heard)}`)),
      patienceMs,
    );
    try {
      return await until(fits);
    } finally {
      clearTimeout(late);
    }
  };
  return {
    heard,
    until: untilInTime,
    untilStatus: (status, id) =>
      untilInTime(
        (change) => change.status === status && (id === undefined || change.job.id === id),
      ),
    async close() {
      stop();
      await client.dispose();
    },
  };
}

/** Where a job's story begins: what follows is everything that happened to it after it came in. */
export async function beginningOf(
  api: Api,
  jobId: string,
): Promise<{ after: string; jobId: string }> {
  const [created] = await api.logs(jobId);
  if (created === undefined) throw new Error(`Job ${jobId} has no log.`);
  return { after: created.cursor, jobId };
}

/** Waits until the job is in this status, and reads it. */
export async function jobIn(api: Api, status: string, jobId: string): Promise<Job> {
  const changes = followChanges(api, await beginningOf(api, jobId));
  try {
    await changes.untilStatus(status);
    return await api.job(jobId);
  } finally {
    await changes.close();
  }
}
