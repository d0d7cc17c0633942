const figures = new Intl.NumberFormat('en-GB');

/** `3,412`. */
export function figure(count: number): string {
  return figures.format(count);
}

/** `1 job`, `3,412 jobs`. */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
