import { type DomainError, type Issue, refuse } from '@muster/domain/job/errors.ts';
import { transition } from '@muster/domain/job/transition.ts';
import type { InputsValidator } from '@muster/domain/matching/match-agent.ts';
import { checkJobInputs } from '@muster/domain/validation/check-job.ts';
import type { Commands } from '@muster/schema/context.ts';
import { decideAndCommit, decided } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { Matcher } from './match-job.ts';
import { type LeaseTimes, openAssignment } from './open-assignment.ts';
import type { Committer } from './ports/commit.ts';
import type { Reads, StoredAgent } from './ports/store.ts';
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
      decideAndCommit(ports, input.jobId, keep, async (stored) => {
        const decision = transition(stored, 'assigned');
        if ('refused' in decision) return illegal(decision.refused);
        const agent = await ports.reads.agent(input.agentId);
        if (agent === null) return notFound('agent', input.agentId);
        const job = inputs === undefined ? stored : { ...stored, inputs };
        const refusal = whyNot(agent, ports.validateInputs, job.inputs);
        if (refusal !== null) return refuse(refusal);

        const matched = await ports.matcher.byHand(job, agent.id, actorOf(caller));
        const opens = openAssignment(ports.secrets, ports.leaseTimes, agent, matched.decision);
        return decided(
          {
            jobId: job.id,
            move: decision.move,
            actor: actorOf(caller),
            message: `Assigned to ${agent.name} by hand.`,
            agentId: agent.id,
            requestPayload: { agentId: agent.id, inputs: job.inputs },
            ...(inputs === undefined ? {} : { inputs: { value: inputs } }),
            opens,
          },
          { jobId: job.id, assignmentId: opens.id },
        );
      }),
    );
  };
}

function whyNot(
  agent: StoredAgent,
  validateInputs: InputsValidator,
  inputs: unknown,
): DomainError | null {
  const { id: agentId, name, availability } = agent;
  if (availability === 'AT_CAPACITY') {
    return {
      code: 'AGENT_AT_CAPACITY',
      agentId,
      message: `${name} has all of its ${agent.capacity} places taken: wait for one, raise its capacity, or choose another agent.`,
    };
  }
  // Somebody about to start an agent for the first time may give it its work beforehand.
  const isNew =
    availability === 'UNREACHABLE' && agent.kind === 'PULL' && agent.lastSeenAt === null;
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
