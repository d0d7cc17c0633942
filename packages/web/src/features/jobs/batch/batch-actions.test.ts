import { expect, it } from 'vitest';
import { batchActionsFor } from './batch-actions.ts';

it('the bar offers what makes sense for some of the jobs', () => {
  expect(batchActionsFor(['PENDING', 'PENDING'])).toEqual(['assign', 'match']);
  expect(batchActionsFor(['ASSIGNED', 'IN_PROGRESS'])).toEqual(['cancel']);
  expect(batchActionsFor(['FAILED', 'PENDING'])).toEqual(['assign', 'match', 'resubmit']);
});

it('the bar offers nothing for jobs that are done, and all when it cannot know', () => {
  expect(batchActionsFor(['COMPLETED'])).toEqual([]);
  expect(batchActionsFor([])).toEqual(['assign', 'match', 'cancel', 'resubmit']);
});
