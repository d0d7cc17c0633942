import type { WaitingReason } from './waiting-words.ts';

export type WaitingAction =
  | { readonly kind: 'match' | 'assign' }
  | { readonly kind: 'visit'; readonly href: string; readonly label: string };

export interface NearestAgent {
  readonly id: string;
  readonly name: string;
  readonly availability: string;
}

interface Help {
  /** What happens by itself, or what else one can do; null when the actions say it. */
  readonly advice: string | null;
  /** The most helpful first. */
  readonly actions: readonly WaitingAction[];
}

/** What ends a job's waiting. */
export function whatHelps(reason: WaitingReason, nearest: NearestAgent | null): Help {
  switch (reason) {
    case 'NOT_QUEUED':
      return { advice: null, actions: [{ kind: 'match' }, { kind: 'assign' }] };
    case 'RETRY_AT':
      return {
        advice: 'Nothing needs to be done. Assigned by hand, it is tried at once.',
        actions: [{ kind: 'assign' }],
      };
    case 'NO_AGENT':
      return nearest === null
        ? {
            advice: 'It is matched by itself as soon as there is an agent that has what it takes.',
            actions: [{ kind: 'visit', href: '/agents/new', label: 'Register an agent' }],
          }
        : {
            advice:
              'It is matched by itself as soon as an agent has what it takes. By hand it may go to one that lacks a skill.',
            actions: [edit(nearest), { kind: 'assign' }],
          };
    case 'AGENTS_DOWN':
      return whileDown(nearest);
    case 'AT_CAPACITY':
      return {
        advice:
          'Nothing needs to be done: its turn comes as agents end their jobs. More capacity shortens the wait.',
        actions: [],
      };
    case 'NEEDS_DECISION':
    case 'NO_CHOICE':
      return { advice: null, actions: [{ kind: 'assign' }, { kind: 'match' }] };
    case 'SOON':
      return { advice: null, actions: [] };
  }
}

function whileDown(nearest: NearestAgent | null): Help {
  if (nearest === null) return { advice: null, actions: [] };
  const { availability } = nearest;
  if (availability === 'PAUSED') {
    return {
      advice: 'It is matched by itself once the agent is resumed.',
      actions: [visit(nearest)],
    };
  }
  if (availability === 'UNREACHABLE') {
    return {
      advice: 'See whether the agent runs and can reach Muster; the job goes on by itself then.',
      actions: [visit(nearest)],
    };
  }
  return {
    advice: 'Nothing needs to be done: the agent is tried again after its rest.',
    actions: [],
  };
}

const address = ({ id }: NearestAgent) => `/agents/${encodeURIComponent(id)}`;

function visit(agent: NearestAgent): WaitingAction {
  return { kind: 'visit', href: address(agent), label: `Go to ${agent.name}` };
}

function edit(agent: NearestAgent): WaitingAction {
  return { kind: 'visit', href: `${address(agent)}/edit`, label: `Edit ${agent.name}` };
}
