import type { Client, CombinedError } from '@urql/core';
import { jobFilterOf } from './job-list-filter.ts';
import { arrangeRows } from './job-list-order.ts';
import type { JobListView } from './job-list-url.ts';
import { type JobListRow, Jobs_Query, type JobsPage } from './jobs-query.ts';
import { type WaitingRow, WaitingRows_Query } from './waiting-rows-query.ts';

/** Rows read at a time: more than two screens of them. */
const pageSize = 100;

export interface JobListSnapshot {
  rows: readonly JobListRow[];
  totalCount: number | null;
  /** Rows that came while one had scrolled, and wait. */
  waiting: number;
  /** Nothing has come yet. */
  loading: boolean;
  hasMore: boolean;
  error: CombinedError | null;
}

interface Segment {
  page: JobsPage | null;
  stop: () => void;
}

/**
 * The rows of one view, as pages that stay subscribed to the cache: a job that changes is renewed in
 * place. Only `refresh` asks the server what belongs to the view now.
 */
export class JobListSource {
  readonly #client: Client;
  readonly #view: Pick<JobListView, 'statuses' | 'text' | 'sort'>;
  readonly #listeners = new Set<() => void>();
  #segments: Segment[] = [];
  #rowsById = new Map<string, JobListRow>();
  #order: readonly string[] = [];
  #following = true;
  #error: CombinedError | null = null;
  #snapshot: JobListSnapshot = {
    rows: [],
    totalCount: null,
    waiting: 0,
    loading: true,
    hasMore: false,
    error: null,
  };

  constructor(client: Client, view: Pick<JobListView, 'statuses' | 'text' | 'sort'>) {
    this.#client = client;
    this.#view = view;
  }

  /** Reads begin with the first listener and end with the last. */
  subscribe = (listener: () => void): (() => void) => {
    if (this.#listeners.size === 0) this.#open(null);
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#truncate(0);
    };
  };

  getSnapshot = (): JobListSnapshot => this.#snapshot;

  /** Reads the next page, unless one is on its way. */
  loadMore = (): void => {
    const last = this.#segments.at(-1)?.page;
    if (last?.pageInfo.hasNextPage) this.#open(last.pageInfo.endCursor);
  };

  /** Asks the server for the top of the list again; it arrives through the subscription. */
  refresh = (): void => {
    this.#client
      .query(Jobs_Query, this.#variables(null), { requestPolicy: 'network-only' })
      .toPromise()
      .catch(() => {
        // A failure arrives through the subscription as well.
      });
  };

  /** Why the pending ones among these jobs wait: the stretch of the list that holds them, read again. */
  readWaiting = async (jobIds: readonly string[]): Promise<readonly WaitingRow[]> => {
    const wanted = new Set(jobIds);
    const edges = this.#segments.flatMap(({ page }) => page?.edges ?? []);
    const from = edges.findIndex(({ node }) => wanted.has(node.id));
    const to = edges.findLastIndex(({ node }) => wanted.has(node.id));
    if (from === -1) return [];
    const variables = {
      ...this.#variables(edges[from - 1]?.cursor ?? null),
      first: Math.min(to - from + 1, pageSize),
    };
    const { data } = await this.#client
      .query(WaitingRows_Query, variables, { requestPolicy: 'network-only' })
      .toPromise();
    return data?.jobs.edges.map(({ node }) => node) ?? [];
  };

  /** Whether the top is in view. Coming back to it shows what waited. */
  follow = (following: boolean): void => {
    if (this.#following === following) return;
    this.#following = following;
    if (following && this.#snapshot.waiting > 0) this.#truncate(1);
    this.#publish();
  };

  #variables(after: string | null) {
    return {
      first: pageSize,
      after,
      filter: jobFilterOf(this.#view),
      orderBy: this.#view.sort,
    };
  }

  #open(after: string | null): void {
    const segment: Segment = { page: null, stop: () => {} };
    this.#segments.push(segment);
    const { unsubscribe } = this.#client
      .query(Jobs_Query, this.#variables(after), { requestPolicy: 'cache-and-network' })
      .subscribe((result) => {
        this.#error = result.error ?? null;
        const page = result.data?.jobs;
        if (page !== undefined) this.#receive(segment, page);
        this.#publish();
      });
    segment.stop = unsubscribe;
  }

  #receive(segment: Segment, page: JobsPage): void {
    const moved =
      segment.page !== null && segment.page.pageInfo.endCursor !== page.pageInfo.endCursor;
    segment.page = page;
    for (const { node } of page.edges) this.#rowsById.set(node.id, node);
    // The pages below began where this one ended. At the top they are out of sight: read them anew.
    const index = this.#segments.indexOf(segment);
    if (moved && this.#following && index !== -1) this.#truncate(index + 1);
  }

  #truncate(length: number): void {
    for (const { stop } of this.#segments.splice(length)) stop();
  }

  #publish(): void {
    const pages = this.#segments.flatMap(({ page }) => (page === null ? [] : [page]));
    const latest = new Set(pages.flatMap((page) => page.edges.map(({ node }) => node.id)));
    const { order, waiting } = arrangeRows(this.#order, [...latest], this.#following);
    this.#order = order;
    const rows = order.flatMap((id) => this.#rowsById.get(id) ?? []);
    const before = this.#snapshot;
    this.#snapshot = {
      rows: sameRows(before.rows, rows) ? before.rows : rows,
      totalCount: pages[0]?.totalCount ?? null,
      waiting,
      loading: pages.length === 0 && this.#error === null,
      hasMore: pages.at(-1)?.pageInfo.hasNextPage ?? false,
      error: this.#error,
    };
    for (const listener of [...this.#listeners]) listener();
  }
}

function sameRows(a: readonly JobListRow[], b: readonly JobListRow[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index]);
}
