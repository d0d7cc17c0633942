/** Named as the API has them. */
export const groupings = {
  AGENT: { name: 'agent', label: 'Agent' },
  SKILL: { name: 'skill', label: 'Required skill' },
  DAY: { name: 'day', label: 'Day' },
  POLICY_VERSION: { name: 'policy', label: 'Policy version' },
  MATCHER_VERSION: { name: 'matcher', label: 'Matcher version' },
  METHOD: { name: 'method', label: 'Who chose' },
} as const;

export type Grouping = keyof typeof groupings;

const hourMs = 3_600_000;

export const ranges = {
  '24h': { label: '24 hours', ms: 24 * hourMs },
  '7d': { label: '7 days', ms: 7 * 24 * hourMs },
  '30d': { label: '30 days', ms: 30 * 24 * hourMs },
  '90d': { label: '90 days', ms: 90 * 24 * hourMs },
} as const;

export type Range = keyof typeof ranges;

/** What the address says about the quality page. */
export interface QualitySearch {
  readonly range: Range;
  readonly by: Grouping;
}

const usual: QualitySearch = { range: '7d', by: 'AGENT' };

export function readQualitySearch(search: string): QualitySearch {
  const params = new URLSearchParams(search);
  const range = params.get('range') ?? '';
  const by = Object.entries(groupings).find(([, { name }]) => name === params.get('by'))?.[0];
  return {
    range: isRange(range) ? range : usual.range,
    by: isGrouping(by) ? by : usual.by,
  };
}

/** With its `?`; what is usual is left out. */
export function writeQualitySearch({ range, by }: QualitySearch): string {
  const params = new URLSearchParams();
  if (range !== usual.range) params.set('range', range);
  if (by !== usual.by) params.set('by', groupings[by].name);
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}

export function isGrouping(text: string | undefined): text is Grouping {
  return text !== undefined && Object.hasOwn(groupings, text);
}

export function isRange(text: string): text is Range {
  return Object.hasOwn(ranges, text);
}
