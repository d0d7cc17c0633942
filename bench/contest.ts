import type { Round } from './closed-loop.ts';
import type { JobSupply } from './jobs.ts';
import {
  type Latency,
  latencyOf,
  perSecond,
  ratiosOf,
  type Spread,
  spreadOf,
} from './statistics.ts';

/** One side of a comparison. */
export interface Arm {
  readonly name: string;
  /** The arms that this one is measured against, by name. */
  readonly against?: readonly string[];
  /** Where its jobs come from; absent when it uses none. */
  readonly supply?: JobSupply;
  round(seconds: number): Promise<Round>;
}

export interface Figure {
  readonly bench: string;
  readonly callers: number;
  readonly arm: string;
  readonly perSecond: Spread;
  readonly latencyMs: Latency;
  /** How many times as many a second as each other arm. */
  readonly ratios: readonly (Spread & { readonly to: string })[];
}

export interface Contest {
  readonly bench: string;
  readonly callers: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly arms: readonly Arm[];
}

/** Enough for a warm-up round of any arm. */
const warmUpJobs = 12_000;
const warmUpSeconds = 1;
/** How many times as many jobs as the warm-up's speed says are made ready: arms get faster as they warm up. */
const headroom = 3;
/** What each arm is thought able to do a second, however slow its warm-up was. */
const leastSpeed = 2_000;

/** Measures the arms by turns (A B A B …), so that noise from outside falls on all of them. */
export async function contest({ bench, callers, ...rest }: Contest): Promise<Figure[]> {
  const { seconds, rounds, arms } = rest;
  await makeReady(arms, seconds * rounds);
  const measured = new Map<Arm, Round[]>(arms.map((arm) => [arm, []]));
  for (let n = 0; n < rounds; n += 1) {
    for (const arm of arms) measured.get(arm)?.push(await arm.round(seconds));
  }
  for (const supply of suppliesOf(arms)) {
    await supply.verify();
    // Nobody takes up what was assigned: a minute later Muster would deal with it, while something else is measured.
    await supply.refill(0);
  }
  const roundsOf = (name: string) => {
    const arm = arms.find((arm) => arm.name === name);
    return (arm && measured.get(arm)) ?? [];
  };
  return arms.map(({ name, against = [] }) => ({
    bench,
    callers,
    arm: name,
    perSecond: spreadOf(roundsOf(name).map(perSecond)),
    latencyMs: latencyOf(roundsOf(name)),
    ratios: against.map((to) => ({ to, ...ratiosOf(roundsOf(name), roundsOf(to)) })),
  }));
}

/** Warms every arm up, and makes as many jobs ready as the measured seconds will need. */
async function makeReady(arms: readonly Arm[], measuredSeconds: number): Promise<void> {
  const supplies = suppliesOf(arms);
  for (const supply of supplies) await supply.refill(warmUpJobs);
  const needed = new Map<JobSupply | undefined, number>();
  for (const arm of arms) {
    const speed = Math.max(leastSpeed, perSecond(await arm.round(warmUpSeconds)) * headroom);
    needed.set(arm.supply, (needed.get(arm.supply) ?? 0) + speed * measuredSeconds);
  }
  for (const supply of supplies) await supply.refill(needed.get(supply) ?? 0);
}

const suppliesOf = (arms: readonly Arm[]) =>
  new Set(arms.flatMap(({ supply }) => (supply ? [supply] : [])));
