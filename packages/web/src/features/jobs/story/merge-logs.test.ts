import { describe, expect, it } from 'vitest';
import { mergeLogs } from './merge-logs.ts';

const versions = (...all: number[]) => all.map((jobVersion) => ({ jobVersion }));

describe('the entries of a log', () => {
  it('grow at the end by what is new', () => {
    expect(mergeLogs(versions(3, 4), versions(4, 5))).toEqual(versions(3, 4, 5));
  });

  it('grow at the beginning by an earlier page', () => {
    expect(mergeLogs(versions(3, 4), versions(1, 2))).toEqual(versions(1, 2, 3, 4));
  });

  it('begin anew after a gap', () => {
    expect(mergeLogs(versions(1, 2), versions(5, 6))).toEqual(versions(5, 6));
  });
});
