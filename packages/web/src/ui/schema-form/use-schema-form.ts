import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { JsonValue } from '../json-text.ts';
import { type Issue, placeIssues } from './schema-form-issues.ts';
import {
  type FormReading,
  type Problem,
  readForm,
  type SchemaFormState,
  startForm,
} from './schema-form-model.ts';
import { type FormPlan, planForm } from './schema-form-plan.ts';

export interface SchemaFormHandle {
  readonly plan: FormPlan;
  readonly state: SchemaFormState;
  /** What is wrong now: our own findings once one has tried to go on, and what the server refused and was not touched since. */
  readonly problems: readonly Problem[];
  /** The element that holds the form: after a refusal, focus goes to the first wrong control inside it. */
  readonly rootRef: RefObject<HTMLDivElement | null>;
  readonly change: (state: SchemaFormState, touched: string | null) => void;
  /** Reads the inputs to send them; when something is wrong, shows it and answers with the problems. */
  readonly read: () => FormReading;
  /** Shows the server's refusal beside the fields it is about. */
  readonly refuse: (issues: readonly Issue[]) => void;
}

/** The state of one form over a JSON Schema. `schema` and `initial` are read once: give the form a key to start over. */
export function useSchemaForm(schema: unknown, initial: JsonValue | undefined): SchemaFormHandle {
  const [plan] = useState(() => planForm(schema));
  const [state, setState] = useState(() => startForm(plan, initial));
  const [isTried, setTried] = useState(false);
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [refusals, setRefusals] = useState(0);
  const rootRef = useRef<HTMLDivElement>(null);

  const reading = useMemo(() => readForm(plan, state), [plan, state]);
  const own = isTried && !reading.ok ? reading.problems : [];

  useEffect(() => {
    if (refusals === 0) return;
    rootRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);

  return {
    plan,
    state,
    rootRef,
    problems: [...own, ...refused],
    change(next, touched) {
      setState(next);
      setRefused((problems) =>
        touched === null ? [] : problems.filter((problem) => problem.pointer !== touched),
      );
    },
    read() {
      setTried(true);
      if (!reading.ok) setRefusals((count) => count + 1);
      return reading;
    },
    refuse(issues) {
      setRefused(placeIssues(plan, issues));
      setRefusals((count) => count + 1);
    },
  };
}
