/** One kind of what is counted: a colour of the bars and an entry of the legend. */
export interface ChartSeries {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
}

/** One bar. */
export interface ChartBar {
  readonly key: string;
  readonly label: string;
  /** How much of each series, by its key. */
  readonly values: Readonly<Record<string, number>>;
  /** A figure for the end of the bar. */
  readonly figure?: string;
  /** The whole of it in words, for the tooltip and for those who do not see the bar. */
  readonly account: string;
}

export interface ChartPart extends ChartSeries {
  readonly value: number;
  /** Of what the whole bar stands for, in [0, 1]: where it begins and how long it is. */
  readonly start: number;
  readonly share: number;
}

/** The parts of a bar one after another, of a whole that is `total`; what is nothing is left out. */
export function partsOf(
  series: readonly ChartSeries[],
  { values }: Pick<ChartBar, 'values'>,
  total: number,
): readonly ChartPart[] {
  const parts: ChartPart[] = [];
  let start = 0;
  for (const one of series) {
    const value = values[one.key] ?? 0;
    if (value <= 0 || total <= 0) continue;
    const share = value / total;
    parts.push({ ...one, value, start, share });
    start += share;
  }
  return parts;
}

export function totalOf({ values }: Pick<ChartBar, 'values'>): number {
  return Object.values(values).reduce((sum, value) => sum + value, 0);
}

/** Round figures for an axis from 0 to at least `most`: a few of them, the last the end of the axis. */
export function axisSteps(most: number): readonly number[] {
  if (most <= 0) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 4 || 1));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((one) => one * power).find((one) => one * 4 >= most) ?? 1,
  );
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}
