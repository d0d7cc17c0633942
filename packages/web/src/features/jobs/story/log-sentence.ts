import type { JobLogStatus, JobStatus } from '../../../ui/job-status.ts';

export interface LogFacts {
  status: JobLogStatus;
  previousStatus: JobStatus | null;
  /** The job's status after this entry. */
  jobStatus: JobStatus;
  actor: string;
  agentId: string | null;
  agentName: string | null;
  message: string | null;
}

/** Who did it, as a person would say it. */
export function actorName({ actor, agentId, agentName }: LogFacts): string {
  if (actor === 'operator') return 'Operator';
  if (actor === 'system') return 'Muster';
  if (!actor.startsWith('agent:')) return actor;
  const id = actor.slice('agent:'.length);
  return id === agentId && agentName !== null ? agentName : `agent ${id}`;
}

/** What happened, as the rest of a sentence that begins with who did it. */
export function logSentence(log: LogFacts): string {
  const agent = log.agentName ?? 'the agent';
  switch (log.status) {
    case 'PENDING':
      if (log.previousStatus === null) return 'created the job';
      if (log.previousStatus !== 'PENDING') return 'resubmitted the job';
      return log.message?.startsWith('Needs a decision')
        ? 'left the decision to a person'
        : 'looked at the job again';
    case 'ASSIGNED':
      return log.actor === 'system'
        ? `matched the job to ${agent}`
        : `assigned the job to ${agent}`;
    case 'IN_PROGRESS':
      return isAgent(log) ? 'started to work' : `saw ${agent} start to work`;
    case 'COMPLETED':
      return isAgent(log) ? 'completed the job' : `received the result of ${agent}`;
    case 'FAILED':
      return log.jobStatus === 'FAILED'
        ? failed(log, agent, 'and the job is not tried again')
        : failed(log, agent, 'and the job will be tried again');
    case 'REJECTED':
      return log.jobStatus === 'REJECTED'
        ? declined(log, agent, 'and no other agent is tried')
        : declined(log, agent, 'and another agent is tried');
    case 'RESUBMISSION_REQUIRED':
      if (log.previousStatus === 'COMPLETED') return 'sent the result back';
      return isAgent(log) ? 'asked for other inputs' : `was asked by ${agent} for other inputs`;
    case 'CANCELLED':
      return log.agentName === null
        ? 'cancelled the assignment'
        : `took the job back from ${log.agentName}`;
    case 'MATCHING_FAILED':
      return log.actor === 'system'
        ? 'found no agent that can take the job'
        : 'asked for a match, and no agent can take the job';
  }
}

function isAgent({ actor }: LogFacts): boolean {
  return actor.startsWith('agent:');
}

function failed(log: LogFacts, agent: string, sequel: string): string {
  return isAgent(log) ? `failed, ${sequel}` : `recorded a failure of ${agent}, ${sequel}`;
}

function declined(log: LogFacts, agent: string, sequel: string): string {
  return isAgent(log) ? `rejected the job, ${sequel}` : `was refused by ${agent}, ${sequel}`;
}
