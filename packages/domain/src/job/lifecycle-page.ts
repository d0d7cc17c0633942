import {
  type AssignmentState,
  assignmentStates,
  jobStatuses,
  openAssignmentStates,
} from './status.ts';
import { jobEvents, type Transition, transitions } from './transition.ts';

const introduction = `# The life of a job

<!-- Written from packages/domain/src/job/transition.ts by packages/domain/scripts/write-lifecycle.ts: change the table, not this page. -->

A job is always in one of ${jobStatuses.length} statuses. It moves only by the events below; an event that its status does not allow is refused with \`ILLEGAL_TRANSITION\`. Every event raises the job's version by one and leaves one row in its log, so the log of a job counts 1, 2, 3 … without a gap.`;

const eventsIntroduction = `Each event also says why a person must see to the job from then on (its *attention*), and that nobody must when it says nothing.`;

const assignmentIntroduction = `## Assignments

An assignment is one attempt of one agent at the job. A job has at most one open assignment; that one holds a lease and one place of its agent's capacity, and a report is heard only while the lease is its own. An assignment that has ended never changes again.`;

/** The transition table as a page of Markdown for people, ending in a line break. */
export function renderLifecyclePage(): string {
  const parts = [
    introduction,
    '## States and events',
    renderDiagram(),
    '## Events',
    eventsIntroduction,
    renderEvents(),
    assignmentIntroduction,
    renderAssignments(),
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderDiagram(): string {
  const arrows = jobEvents.flatMap((event) =>
    ruleOf(event).from.map((from) => ({
      arrow: `${from ?? '[*]'} --> ${ruleOf(event).to}`,
      event,
    })),
  );
  const byArrow = Map.groupBy(arrows, ({ arrow }) => arrow);
  const lines = [...byArrow].map(
    ([arrow, events]) => `    ${arrow}: ${events.map(({ event }) => event).join(', ')}`,
  );
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

function renderEvents(): string {
  const rows = jobEvents.map((event) => {
    const rule = ruleOf(event);
    return [
      `\`${event}\``,
      rule.means,
      rule.from.map((status) => status ?? '–').join(', '),
      rule.to,
      rule.log,
      sayAssignment(rule.assignment),
      rule.attention ?? '–',
    ];
  });
  return renderTable(
    ['event', 'means', 'from', 'to', 'log status', 'assignment', 'attention'],
    rows,
  );
}

function renderAssignments(): string {
  const rows = assignmentStates.map((state) => [
    state,
    jobEvents
      .filter((event) => stateAfter(ruleOf(event)) === state)
      .map((event) => `\`${event}\``)
      .join(', '),
    isOpen(state) ? 'yes' : 'no',
  ]);
  return renderTable(['state', 'entered by', 'open'], rows);
}

/** The widened rule, whose fields can be compared with any status. */
function ruleOf(event: keyof typeof transitions): Transition {
  return transitions[event];
}

function stateAfter({ assignment }: Transition): AssignmentState | null {
  if (assignment === 'opens') return 'ASSIGNED';
  return assignment === 'starts' ? 'IN_PROGRESS' : assignment;
}

function isOpen(state: AssignmentState): boolean {
  return openAssignmentStates.some((open) => open === state);
}

function sayAssignment(assignment: Transition['assignment']): string {
  if (assignment === null) return '–';
  if (assignment === 'opens' || assignment === 'starts') return assignment;
  return `ends ${assignment}`;
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
