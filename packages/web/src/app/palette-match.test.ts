import { expect, it } from 'vitest';
import { matchesPalette } from './palette-match.ts';

it('a command is found by the beginnings of its words, in any order', () => {
  expect(matchesPalette('Go to Needs you', 'need')).toBe(true);
  expect(matchesPalette('Colour scheme Dark', 'dar col')).toBe(true);
  expect(matchesPalette('Create a job', 'reate')).toBe(false);
  expect(matchesPalette('Create a job', '')).toBe(true);
});
