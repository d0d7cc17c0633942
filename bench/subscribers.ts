import { setTimeout as delay } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';

export type SubscribersRequest =
  | {
      /** One subscriber for each: of this job, or for null of all. */
      readonly open: {
        readonly url: string;
        readonly token: string;
        readonly jobIds: readonly (string | null)[];
      };
    }
  | { readonly collect: true }
  | { readonly close: true };

/** An assignment that a subscriber was told of. */
export interface Received {
  readonly subscriber: number;
  readonly jobId: string;
  readonly cursor: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

export type Subscribers = Child<object, SubscribersRequest, readonly Received[]>;

export const startSubscribers = (): Promise<Subscribers> =>
  startChild(new URL('./subscribers-process.ts', import.meta.url));

/** What has arrived once as much as expected has; throws when it has not after 10 s, or when anything came twice. */
export async function collect(
  subscribers: Subscribers,
  expected: number,
): Promise<readonly Received[]> {
  const until = performance.now() + 10_000;
  for (;;) {
    const received = await subscribers.ask({ collect: true });
    const distinct = new Set(received.map(({ subscriber, cursor }) => `${subscriber} ${cursor}`));
    if (distinct.size < received.length) throw new Error('A subscriber was told something twice.');
    if (received.length >= expected) return received;
    if (performance.now() > until)
      throw new Error(`Of ${expected} changes ${expected - received.length} were lost.`);
    await delay(50);
  }
}
