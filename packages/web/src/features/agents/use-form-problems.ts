import { type RefObject, useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { describeRequestError } from '../../graphql/request-error.ts';
import { type AgentDraft, type AgentProblem, placeAgentIssues } from './agent-form-model.ts';

interface Invalid {
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

export interface FormProblems {
  readonly problems: readonly AgentProblem[];
  /** What is wrong with the form as a whole, if anything. */
  readonly general: string | undefined;
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly clear: () => void;
  /** Each shows why the form was not taken, and moves focus to the first wrong control. */
  readonly refuse: (problems: readonly AgentProblem[]) => void;
  readonly refuseWhole: (message: string) => void;
  readonly refuseInvalid: (draft: AgentDraft, invalid: Invalid) => void;
  readonly refuseRequest: (error: CombinedError | undefined) => void;
}

export function useFormProblems(): FormProblems {
  const [problems, setProblems] = useState<readonly AgentProblem[]>([]);
  const formRef = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (problems.length === 0) return;
    formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  const refuseWhole = (message: string) => setProblems([{ field: '', message }]);
  return {
    problems,
    general: problems.find((problem) => problem.field === '')?.message,
    formRef,
    clear: () => setProblems([]),
    refuse: setProblems,
    refuseWhole,
    refuseInvalid(draft, { message, issues }) {
      if (issues.length === 0) refuseWhole(message);
      else setProblems(placeAgentIssues(draft, issues));
    },
    refuseRequest(error) {
      const { title, detail, requestId } = describeRequestError(error);
      refuseWhole(`${title}. ${detail}${requestId === null ? '' : ` (request ${requestId})`}`);
    },
  };
}
