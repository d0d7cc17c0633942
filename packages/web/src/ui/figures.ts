/** A score or weight in [0, 1] as the matcher's own sentences write it. */
export const figure = (score: number): string => score.toFixed(2);

/** A share in [0, 1]: `83 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A count: `3,412`. */
export const count = (number: number): string => whole.format(number);

/** `1 job`, `3,412 jobs`. */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;
