import { replayRanges } from './replay-ranges.ts';

/** What the address says about the policy page. */
export interface PolicySearch {
  /** How many decisions a what-if looks at. */
  readonly last: number;
  /** The version that is pointed to. */
  readonly version: number | null;
}

const usualLast = 200;

export function readPolicySearch(search: string): PolicySearch {
  const params = new URLSearchParams(search);
  const last = Number(params.get('last'));
  const version = params.get('version') ?? '';
  return {
    last: replayRanges.find((range) => range === last) ?? usualLast,
    version: /^\d{1,9}$/.test(version) ? Number(version) : null,
  };
}

/** With its `?`; what is usual is left out. */
export function writePolicySearch({ last, version }: PolicySearch): string {
  const params = new URLSearchParams();
  if (last !== usualLast) params.set('last', String(last));
  if (version !== null) params.set('version', String(version));
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}
