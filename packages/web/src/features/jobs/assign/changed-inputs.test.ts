import { expect, test } from 'vitest';
import { changedInputs } from './changed-inputs.ts';

test('inputs left as they are need not be sent, however their keys are ordered', () => {
  expect(changedInputs({ a: 1, b: [{ c: null }] }, { b: [{ c: null }], a: 1 })).toBeUndefined();
  expect(changedInputs(null, undefined)).toBeUndefined();
});

test('anything else is sent whole', () => {
  expect(changedInputs({ a: 1 }, { a: 1, b: 2 })).toEqual({ a: 1, b: 2 });
  expect(changedInputs({ a: [1] }, { a: { 0: 1 } })).toEqual({ a: { 0: 1 } });
  expect(changedInputs({ a: 1 }, { b: 1 })).toEqual({ b: 1 });
});

test('inputs taken out are sent as null', () => {
  expect(changedInputs({ a: 1 }, undefined)).toBeNull();
});
