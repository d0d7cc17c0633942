import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { sayCount } from '../../../ui/count-words.ts';
import { useReturnFocus } from '../../../ui/use-return-focus.ts';
import { AgentStep, type ChosenAgent } from './agent-step.tsx';
import type { BatchAction } from './batch-actions.ts';
import type { BatchTarget } from './batch-api.ts';
import { DryRunStep } from './dry-run-step.tsx';
import { batchWords } from './preview-words.ts';

interface BatchDialogProps {
  action: BatchAction;
  target: BatchTarget;
  /** How many are selected. */
  count: number;
  onClose: () => void;
  /** It has begun: nothing is left to be done here. */
  onStarted: () => void;
}

/** What would be done with the selected jobs, and doing it; who gets them comes first where a person says so. */
export default function BatchDialog({
  action,
  target,
  count,
  onClose,
  onStarted,
}: BatchDialogProps) {
  useReturnFocus(true);
  // What it is about stays as it was opened for, whatever comes in meanwhile.
  const [{ jobs, of }] = useState({ jobs: target, of: count });
  const [agent, setAgent] = useState<ChosenAgent | null>(null);
  const isNarrow = useMediaQuery('(max-width: 700px)', undefined, {
    getInitialValueInEffect: false,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size={620}
      fullScreen={isNarrow ?? false}
      title={batchWords[action].title(sayCount(of, 'job'))}
    >
      {action === 'assign' && agent === null ? (
        <AgentStep onChoose={setAgent} />
      ) : (
        <DryRunStep
          key={agent?.id}
          request={{ action, target: jobs, agentId: agent?.id ?? null }}
          agentName={agent?.name ?? null}
          onOtherAgent={() => setAgent(null)}
          onClose={onClose}
          onStarted={onStarted}
        />
      )}
    </Modal>
  );
}
