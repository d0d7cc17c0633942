import { type Waiting, waitingReasons } from '@muster/domain/waiting/why-waiting.ts';
import { builder } from './builder.ts';
import { agentField } from './shared-fields.ts';

const WaitingReason = builder.enumType('WaitingReason', {
  values: waitingReasons,
  description:
    'NOT_QUEUED: nobody asked for it to be matched. RETRY_AT: the next attempt is not due yet. NO_AGENT: no agent has what it takes. AGENTS_DOWN: those who have are paused, unreachable or cooling down. AT_CAPACITY: they have no free place, jobs ahead will take it, or only those who do not fit the job have one. NEEDS_DECISION: somebody could take it, but the matcher is not sure enough of anyone, and a person is to choose. NO_CHOICE: nothing speaks for any of them. SOON: it is its turn.',
});

const NearestAgent = builder.objectRef<NonNullable<Waiting['nearest']>>('NearestAgent').implement({
  description: 'Whom the least keeps from taking the job.',
  fields: (t) => ({
    agent: agentField(t),
    missing: t.exposeString('missing', {
      description: 'What that is, reading on from the agent’s name.',
    }),
  }),
});

export const JobWaiting = builder.objectRef<Waiting>('JobWaiting').implement({
  description: 'Why a pending job waits.',
  fields: (t) => ({
    reason: t.expose('reason', { type: WaitingReason }),
    message: t.exposeString('message', { description: 'The whole of it in a line.' }),
    position: t.exposeInt('position', {
      nullable: true,
      description:
        'Its place among the jobs that wait for the same agents, 1 next; null when it waits for something else.',
    }),
    estimatedWaitMs: t.exposeFloat('estimatedWaitMs', {
      nullable: true,
      description:
        'In milliseconds, from how long the agents’ completed jobs took (Little’s law); null when nothing is known.',
    }),
    nearest: t.expose('nearest', { type: NearestAgent, nullable: true }),
  }),
});
