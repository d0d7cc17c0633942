import { useEffect, useRef, useState } from 'react';
import { JobRefusal } from '../job-refusal.ts';
import { type BatchPreview, type BatchRequest, previewBatch, startBatch } from './batch-api.ts';

interface BatchRunState {
  /** What would happen, as last looked at; null until the first look. */
  readonly preview: BatchPreview | null;
  /** What was shown when a confirmation came too late: the jobs had changed, and `preview` is a new look. */
  readonly outdated: BatchPreview | null;
  readonly busy: 'looking' | 'starting' | null;
  readonly error: unknown;
}

export interface BatchRun extends BatchRunState {
  /** Looks again at what would happen. */
  look: () => void;
  /** Does what was shown; true when it has begun. */
  start: (reason: string) => Promise<boolean>;
}

/** A look at what would be done, and doing exactly that. The request stays the same while the component is there. */
export function useBatchRun(request: BatchRequest): BatchRun {
  const [state, setState] = useState<BatchRunState>({
    preview: null,
    outdated: null,
    busy: 'looking',
    error: null,
  });
  // The same for every try to start what one look showed, so that a lost answer does not start it twice.
  const key = useRef('');

  const look = async (outdated: BatchPreview | null) => {
    setState((now) => ({ ...now, busy: 'looking', error: null }));
    try {
      const preview = await previewBatch(request);
      key.current = crypto.randomUUID();
      setState({ preview, outdated, busy: null, error: null });
    } catch (error) {
      setState((now) => ({ ...now, busy: null, error }));
    }
  };

  const start = async (reason: string): Promise<boolean> => {
    const { preview, busy } = state;
    if (preview === null || busy !== null) return false;
    setState({ ...state, busy: 'starting', error: null });
    try {
      const { token } = preview;
      await startBatch(request, { token, reason, idempotencyKey: key.current });
      return true;
    } catch (error) {
      if (error instanceof JobRefusal && error.code === 'CONFLICT') await look(preview);
      else setState({ ...state, busy: null, error });
      return false;
    }
  };

  const first = useRef(look);
  useEffect(() => void first.current(null), []);
  return { ...state, look: () => void look(state.outdated), start };
}
