import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssignmentState, type JobLogStatus, openAssignmentStates } from './status.ts';
import { type JobEvent, type JobState, jobEvents, type Move, transition } from './transition.ts';

interface Attempt {
  readonly agentId: string;
  state: AssignmentState;
}

/** What the commit keeps of one job, in memory: the row, its assignments and its log. */
class Life {
  job: JobState | null = null;
  readonly assignments: Attempt[] = [];
  readonly log: { readonly jobVersion: number; readonly status: JobLogStatus }[] = [];

  get open(): Attempt[] {
    return this.assignments.filter(({ state }) =>
      openAssignmentStates.some((open) => open === state),
    );
  }

  commit(move: Move, agentId: string): void {
    const version = (this.job?.version ?? 0) + 1;
    this.changeAssignment(move, agentId);
    const heldBy = move.assignment === 'opens' ? agentId : (this.job?.agentId ?? null);
    this.job = { status: move.to, version, agentId: move.to === 'PENDING' ? null : heldBy };
    this.log.push({ jobVersion: version, status: move.log });
  }

  private changeAssignment({ assignment }: Move, agentId: string): void {
    if (assignment === null) return;
    if (assignment === 'opens') {
      this.assignments.push({ agentId, state: 'ASSIGNED' });
      return;
    }
    const current = this.assignments.at(-1);
    if (current === undefined || !this.open.includes(current)) {
      throw new Error(`A move changes an assignment that is not open: ${assignment}`);
    }
    current.state = assignment === 'starts' ? 'IN_PROGRESS' : assignment;
  }
}

function checkInvariants(life: Life): void {
  const { job, open, log } = life;
  expect(log.map(({ jobVersion }) => jobVersion)).toEqual(log.map((_, index) => index + 1));
  if (job === null) {
    expect(log).toEqual([]);
    return;
  }
  expect(job.version).toBe(log.length);
  expect(open.length).toBeLessThanOrEqual(1);
  if (job.status === 'PENDING') expect(job.agentId).toBeNull();
  // A held job and its open assignment say the same; a job at rest has none open.
  const held = job.status === 'ASSIGNED' || job.status === 'IN_PROGRESS';
  expect(open.map(({ state }) => state)).toEqual(held ? [job.status] : []);
  if (held) expect(open[0]?.agentId).toBe(job.agentId);
}

/** Of two events decided on the same version one may win: the commit's compare-and-set. */
function commitIfCurrent(life: Life, move: Move, agentId: string): boolean {
  if (move.expectedVersion !== (life.job?.version ?? 0)) return false;
  life.commit(move, agentId);
  return true;
}

const events = fc.constantFrom(...jobEvents);

/**
 * Most random events are illegal where the job stands, so a sequence of them would hardly leave PENDING.
 * A step names an event at random, or picks among those that the job's status allows.
 */
const step = fc.record({
  event: fc.option(events, { freq: 3, nil: null }),
  pick: fc.nat(),
  agentId: fc.constantFrom('a', 'b', 'c'),
  racesWith: fc.option(events, { freq: 4, nil: null }),
});

function chooseEvent(life: Life, event: JobEvent | null, pick: number): JobEvent {
  if (event !== null) return event;
  const legal = jobEvents.filter((candidate) => 'move' in transition(life.job, candidate));
  return legal[pick % legal.length] ?? 'created';
}

describe('the life of a job', () => {
  it('keeps its invariants whatever happens, 10,000 lives long', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const life = new Life();
        for (const { event, pick, agentId, racesWith } of steps) {
          const before = life.job;
          const decided = transition(before, chooseEvent(life, event, pick));
          const rival = racesWith === null ? null : transition(before, racesWith);
          if ('move' in decided) expect(commitIfCurrent(life, decided.move, agentId)).toBe(true);
          else expect(life.job).toBe(before);
          if ('move' in decided && rival !== null && 'move' in rival) {
            expect(commitIfCurrent(life, rival.move, agentId)).toBe(false);
          }
          checkInvariants(life);
          reached.add(life.job?.status ?? 'new');
        }
      }),
      { numRuns: 10_000, seed: 1 },
    );
    expect(reached.size).toBe(8);
  });

  it('ends an attempt once: nothing changes an assignment after it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const life = new Life();
        const ended = new Map<Attempt, AssignmentState>();
        for (const { event, pick, agentId } of steps) {
          const decided = transition(life.job, chooseEvent(life, event, pick));
          if ('move' in decided) life.commit(decided.move, agentId);
          for (const [attempt, state] of ended) expect(attempt.state).toBe(state);
          for (const attempt of life.assignments) {
            if (!life.open.includes(attempt)) ended.set(attempt, attempt.state);
          }
        }
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
