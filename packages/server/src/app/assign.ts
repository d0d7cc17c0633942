import {
  type DomainError,
  type Issue,
  ok,
  type Result,
  refuse,
} from '@muster/domain/job/errors.ts';
import { type Move, transition } from '@muster/domain/job/transition.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { checkJobInputs } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { Matcher } from './match-job.ts';
import { type LeaseTimes, openAssignment } from './open-assignment.ts';
import type { Change, Committer, NewAssignment } from './ports/commit.ts';
import type { Reads, StoredAgent, StoredJob } from './ports/store.ts';
import { illegal, invalid, notFound } from './refusals.ts';
import { actorOf } from './who.ts';

export interface AssignPorts extends IdempotencyPorts {
  readonly reads: Reads;
  readonly committer: Committer;
  readonly matcher: Matcher;
  readonly validateInputs: InputsValidator;
  readonly leaseTimes: LeaseTimes;
}

/**
 * Gives a job to an agent by hand. What an agent cannot do (it is paused, full, or would refuse the
 * inputs) is refused; what the matcher would merely not have chosen is a person's right, and is recorded.
 */
export function createAssign(ports: AssignPorts): Commands['assign'] {
  return async (caller, input) => {
    const issues = checkJobInputs(input);
    if (issues.length > 0) return invalid(issues);
    const { inputs } = input;
    return idempotently(ports, 'assign', caller, input, (keep) =>
      decideAndCommit(ports, input.jobId, keep, async (stored, isFirst) => {
        const decision = transition(stored, 'assigned');
        if ('refused' in decision) return illegal(decision.refused);
        const job = inputs === undefined ? stored : { ...stored, inputs };
        const choose = chooserOf(input.agentId, job.inputs, ports.validateInputs);
        const lately = isFirst ? choose(await ports.reads.agentsLately()) : null;
        // What was true of the agent a moment ago is enough to try, and the commit checks; to refuse, it must be true now.
        const chosen = lately?.ok ? lately : choose(await ports.reads.agents());
        if (!chosen.ok) return chosen;
        const { agent, agents } = chosen.value;

        const record = ports.matcher.byHand(job, agents, agent.id, actorOf(caller));
        const opens = openAssignment(ports.secrets, ports.leaseTimes, job, agent, record);
        return decided(
          {
            ...giveByHand(job, decision.move, agent, actorOf(caller), opens),
            ...(inputs === undefined ? {} : { inputs: { value: inputs } }),
          },
          { jobId: job.id, assignmentId: opens.id },
        );
      }),
    );
  };
}

export const giveByHand = (
  job: StoredJob,
  move: Move,
  agent: StoredAgent,
  actor: string,
  opens: NewAssignment,
): Change => ({
  jobId: job.id,
  move,
  actor,
  message: `Assigned to ${agent.name} by hand.`,
  agentId: agent.id,
  requestPayload: { agentId: agent.id, inputs: job.inputs },
  opens,
});

interface Chosen {
  readonly agent: StoredAgent;
  readonly agents: readonly StoredAgent[];
}

/** Takes the agent from a roster, if it is there and can have the job. */
const chooserOf =
  (agentId: string, inputs: unknown, validateInputs: InputsValidator) =>
  (agents: readonly StoredAgent[]): Result<Chosen> => {
    const agent = agents.find(({ id }) => id === agentId);
    if (agent === undefined) return notFound('agent', agentId);
    const refusal = whyNot(agent, validateInputs, inputs);
    return refusal === null ? ok({ agent, agents }) : refuse(refusal);
  };

/** Why an agent cannot have a job, whoever wants it; null when it can. */
export function whyNot(
  agent: StoredAgent,
  validateInputs: InputsValidator,
  inputs: unknown,
): DomainError | null {
  const { id: agentId, name, availability } = agent;
  // Somebody about to start an agent for the first time may give it its work beforehand.
  const isNew =
    availability === 'UNREACHABLE' && agent.kind === 'PULL' && agent.lastSeenAt === null;
  if (availability === 'AT_CAPACITY' || (isNew && agent.activeJobs >= agent.capacity)) {
    return {
      code: 'AGENT_AT_CAPACITY',
      agentId,
      message: `${name} has all of its ${agent.capacity} places taken: wait for one, raise its capacity, or choose another agent.`,
    };
  }
  if (availability !== 'AVAILABLE' && !isNew) {
    return { code: 'AGENT_UNAVAILABLE', agentId, message: `${name} ${unavailable[availability]}` };
  }
  const issues: readonly Issue[] =
    agent.inputSchema === null || agent.inputSchema === undefined
      ? []
      : validateInputs(agent.inputSchema, inputs ?? null);
  if (issues.length === 0) return null;
  const says = issues.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return {
    code: 'INPUTS_INVALID',
    issues,
    message: `The inputs are not what ${name} takes: ${says}.`,
  };
}

const unavailable = {
  PAUSED: 'is paused: resume it first, or choose another agent.',
  COOLING_DOWN: 'is cooling down after a failure: wait a little, or choose another agent.',
  UNREACHABLE: 'has not been heard of lately: start it, or choose another agent.',
} as const;
