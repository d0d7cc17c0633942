import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonBytes } from '../validation/measure.ts';
import { auditPayloadBytes, fitPayload, preparePayload } from './fit-payload.ts';

describe('preparePayload', () => {
  it('keeps a payload of ordinary size whole', () => {
    const payload = { job: { title: 'Summarise this CSV' }, rows: [1, 2, 3] };
    expect(preparePayload(payload)).toEqual(payload);
  });

  it('replaces an overlong string by its beginning and the full length', () => {
    const payload = { csv: 'x'.repeat(100_000), name: 'report' };
    expect(preparePayload(payload)).toEqual({
      csv: `${'x'.repeat(8_192)}… [100,000 characters in all]`,
      name: 'report',
    });
  });

  it('says how many entries it left out', () => {
    const payload = Array.from({ length: 20_000 }, (_, index) => index);
    const kept = preparePayload(payload);
    expect(kept).toHaveLength(1_001);
    expect(Array.isArray(kept) ? kept.at(-1) : null).toBe('[19,000 more]');
  });

  it('hides secrets before it cuts, so that no half of one is left', () => {
    const payload = `${'x'.repeat(8_180)} sk-${'a1'.repeat(20)} ${'x'.repeat(30_000)}`;
    expect(JSON.stringify(preparePayload(payload))).not.toContain('sk-');
  });

  it('fits whatever comes', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [
        `${index}${'k'.repeat(200)}`,
        [[['\u0001'.repeat(99)]]],
      ]),
    );
    const bushy = (depth: number): unknown =>
      depth === 0 ? '"\u0001"' : Array.from({ length: 5 }, () => bushy(depth - 1));
    for (const payload of [wide, bushy(6), '\u0001'.repeat(200_000), '😀'.repeat(100_000)]) {
      expect(jsonBytes(preparePayload(payload))).toBeLessThanOrEqual(auditPayloadBytes);
    }
  });

  it('fits any JSON into a small space', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(jsonBytes(fitPayload(value, 400))).toBeLessThanOrEqual(400);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
