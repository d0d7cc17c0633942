import type { Logger } from 'pino';
import type { OutageOf } from '../app/ports/outage.ts';

/** What a client is told when a request could not be answered, through no fault of its own. */
export interface Failure {
  readonly code: 'INTERNAL' | 'UNAVAILABLE';
  readonly status: 500 | 503;
  readonly title: string;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Logs what went wrong, and says as much of it as is good for a client to know. */
export type DescribeFailure = (error: unknown, requestId: string | undefined) => Failure;

const internal: Failure = {
  code: 'INTERNAL',
  status: 500,
  title: 'Something went wrong',
  message: 'Something went wrong on the server. It is in its log under this request’s id.',
  headers: {},
};

const unsure =
  'If this was a change, it may have been made all the same: look first, or send it again with the same idempotency key.';

const outages = {
  unreachable: `The database does not answer at the moment. Try again. ${unsure}`,
  busy: `The database has too much to do at the moment. Try again. ${unsure}`,
  full: 'The database has no room left, so that nothing can be written. Make some, and try again.',
} as const;

/** Seconds: PostgreSQL takes about as long to start. */
const retryAfter = '2';

export function createDescribeFailure(logger: Logger, outageOf: OutageOf): DescribeFailure {
  return (error, requestId) => {
    const outage = outageOf(error);
    if (outage === null) {
      logger.error({ err: error, requestId }, 'unexpected error');
      return internal;
    }
    // A line each: during an outage there is one for every request, and where in the code it came up says nothing.
    const why = error instanceof Error ? error.message.trim() : String(error);
    logger.warn({ outage, why, requestId }, 'request failed for want of the database');
    return {
      code: 'UNAVAILABLE',
      status: 503,
      title: 'The database cannot be used now',
      message: outages[outage],
      headers: { 'retry-after': retryAfter },
    };
  };
}
