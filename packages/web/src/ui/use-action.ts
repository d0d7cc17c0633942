import { useCallback, useRef, useState } from 'react';

export interface Action<Args extends readonly unknown[]> {
  /** Runs it; true when it succeeded. A failure is kept in `error`, not thrown. */
  run: (...args: Args) => Promise<boolean>;
  pending: boolean;
  error: unknown;
  reset: () => void;
}

/** Something a button does on the server: one at a time, with its failure kept beside the button. */
export function useAction<Args extends readonly unknown[]>(
  perform: (...args: Args) => Promise<void>,
): Action<Args> {
  const [state, setState] = useState<{ pending: boolean; error: unknown }>(idle);
  const busy = useRef(false);

  const run = useCallback(
    async (...args: Args) => {
      if (busy.current) return false;
      busy.current = true;
      setState({ pending: true, error: null });
      try {
        await perform(...args);
        setState(idle);
        return true;
      } catch (error) {
        setState({ pending: false, error });
        return false;
      } finally {
        busy.current = false;
      }
    },
    [perform],
  );

  const reset = useCallback(() => setState(idle), []);
  return { run, pending: state.pending, error: state.error, reset };
}

const idle = { pending: false, error: null };
