import { type RefObject, useEffect, useRef, useState } from 'react';
import type { CombinedError } from 'urql';
import { type AgentDraft, type AgentProblem, placeAgentIssues } from './agent-form-model.ts';

interface Invalid {
  readonly message: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

interface FormProblems {
  readonly problems: readonly AgentProblem[];
  /** Why the form as a whole was not taken: a request's failure or a refusal in words; null when nothing is wrong with it. */
  readonly failure: unknown;
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
  const [failure, setFailure] = useState<unknown>(null);
  const formRef = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (problems.length === 0) return;
    formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  const refuseWhole = (message: string) => setFailure(new Error(message));
  const refuse = (found: readonly AgentProblem[]) => {
    setProblems(found);
    const unplaced = found.filter(({ field }) => field === '').map(({ message }) => message);
    setFailure(unplaced.length === 0 ? null : new Error(unplaced.join(' ')));
  };
  return {
    problems,
    failure,
    formRef,
    refuse,
    refuseWhole,
    clear() {
      setProblems([]);
      setFailure(null);
    },
    refuseInvalid(draft, { message, issues }) {
      if (issues.length === 0) refuseWhole(message);
      else refuse(placeAgentIssues(draft, issues));
    },
    refuseRequest: setFailure,
  };
}
