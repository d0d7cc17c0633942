import { describe, expect, it } from 'vitest';
import {
  type JobListView,
  newestFirst,
  readJobListView,
  sortBy,
  writeJobListView,
} from './job-list-url.ts';

const plain: JobListView = {
  statuses: [],
  text: '',
  sort: newestFirst,
  openJobId: null,
  creating: false,
};

describe('the address of the job list', () => {
  it('is bare for the usual view', () => {
    expect(writeJobListView(plain)).toBe('');
    expect(readJobListView('')).toEqual(plain);
  });

  it('brings every part of a view back', () => {
    const view: JobListView = {
      statuses: ['IN_PROGRESS', 'FAILED'],
      text: 'a & b=c, 100 %',
      sort: { field: 'PRIORITY', direction: 'ASC' },
      openJobId: 'cm3/x?y',
      creating: true,
    };
    expect(readJobListView(`?${writeJobListView(view)}`)).toEqual(view);
  });

  it('drops statuses and sorts that do not exist', () => {
    expect(readJobListView('status=FAILED,CANCELLED,x&sort=constructor')).toEqual({
      ...plain,
      statuses: ['FAILED'],
    });
  });
});

describe('a press on a column', () => {
  it('sorts it the useful way first, then turns it round', () => {
    expect(sortBy(newestFirst, 'PRIORITY')).toEqual({ field: 'PRIORITY', direction: 'DESC' });
    expect(sortBy(newestFirst, 'TITLE')).toEqual({ field: 'TITLE', direction: 'ASC' });
    expect(sortBy(newestFirst, 'CREATED_AT')).toEqual({ field: 'CREATED_AT', direction: 'ASC' });
  });
});
