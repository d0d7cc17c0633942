import { type Action, useAction } from '../../ui/use-action.ts';
import { jobAssignmentApi } from './job-assignment-api.ts';

/** Lets the matching choose: `run(jobId)`. */
export function useAutoAssign(): Action<Parameters<typeof jobAssignmentApi.autoAssign>> {
  return useAction(jobAssignmentApi.autoAssign);
}

/** Assigns by hand: `run(jobId, agentId, inputs)`. */
export function useManualAssign(): Action<Parameters<typeof jobAssignmentApi.manualAssign>> {
  return useAction(jobAssignmentApi.manualAssign);
}

/** Takes a job back from its agent: `run(jobId)`. */
export function useCancelAssignment(): Action<Parameters<typeof jobAssignmentApi.cancel>> {
  return useAction(jobAssignmentApi.cancel);
}
