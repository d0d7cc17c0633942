import { runInNewContext } from 'node:vm';
import { type Outcome, rejected } from './agent.ts';

/**
 * Runs synchronous work that V8 stops at the deadline: inputs may carry a regular expression, or be
 * shaped, so that work on them takes hours, and this process has one thread for all its agents.
 */
export function withDeadline(deadlineMs: number, work: () => Outcome): Outcome {
  let outcome: Outcome | undefined;
  const run = (): void => {
    outcome = work();
  };
  try {
    runInNewContext('run()', { run }, { timeout: deadlineMs });
  } catch (error) {
    if (isTimeout(error)) {
      return rejected(
        `These inputs take more than ${deadlineMs / 1000} s of work, which is more than this agent gives to one job.`,
      );
    }
    if (isStackOverflow(error)) {
      return rejected('These inputs are nested more deeply than this agent can follow.');
    }
    return failed(error);
  }
  return outcome ?? failed('no outcome');
}

/** The error belongs to the other context, so it is no instance of this one's Error. */
function isTimeout(error: unknown): boolean {
  if (error === null || typeof error !== 'object' || !('code' in error)) return false;
  return error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

/** A defect of the agent, not of the inputs: another agent may do better. */
function failed(error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: 'FAILED', failure: { class: 'agent_error', message } };
}
