import { describe, expect, it } from 'vitest';
import { renderLifecyclePage } from './lifecycle-page.ts';
import { assignmentStates, jobStatuses } from './status.ts';
import { jobEvents } from './transition.ts';

describe('the lifecycle page', () => {
  const page = renderLifecyclePage();

  it('has a row for every event and every state of an assignment', () => {
    for (const event of jobEvents) expect(page).toContain(`\n| \`${event}\` | `);
    for (const state of assignmentStates) expect(page).toContain(`\n| ${state} | `);
  });

  it('draws every status, and each arrow once', () => {
    const diagram = page.split('```')[1] ?? '';
    const arrows = [...diagram.matchAll(/(\S+) --> (\w+)/gu)].map(([arrow]) => arrow);
    expect(new Set(arrows).size).toBe(arrows.length);
    for (const status of jobStatuses) expect(diagram).toContain(`--> ${status}:`);
    expect(diagram).toContain('    [*] --> PENDING: created\n');
  });

  it('says from where and to where an event leads', () => {
    expect(page).toContain('| PENDING | PENDING | MATCHING_FAILED | – | NO_AGENT |');
    expect(page).toContain('| ASSIGNED, IN_PROGRESS | PENDING | CANCELLED | ends CANCELLED | – |');
  });

  it('ends in one line break', () => {
    expect(page).toMatch(/[^\n]\n$/u);
  });
});
