import { Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { jobStatusLook } from '../../../ui/job-status.ts';
import classes from './assign-steps.module.css';
import { InputsStep, InputsStep_AgentFragment, InputsStep_JobFragment } from './inputs-step.tsx';
import { MatchStep, MatchStep_MatchDecisionFragment } from './match-step.tsx';
import { WhoSkeleton } from './who-skeleton.tsx';
import { type Choice, WhoStep, WhoStep_MatchDecisionFragment } from './who-step.tsx';

const AssignSteps_Query = graphql(
  `
    query AssignSteps($jobId: ID!) {
      job(id: $jobId) {
        id
        title
        status
        ...InputsStep_JobFragment
      }
      previewAssignment(jobId: $jobId) {
        ...WhoStep_MatchDecisionFragment
        ...MatchStep_MatchDecisionFragment
        candidates { agent { id name ...InputsStep_AgentFragment } }
      }
    }
  `,
  [
    InputsStep_AgentFragment,
    InputsStep_JobFragment,
    MatchStep_MatchDecisionFragment,
    WhoStep_MatchDecisionFragment,
  ],
);

export interface AssignStepsProps {
  readonly jobId: string;
  readonly onClose: () => void;
  readonly onAssigned?: (() => void) | undefined;
}

/** The two steps of an assignment in a dialog; a refusal that is about the first leads back to it. */
export default function AssignSteps({ jobId, onClose, onAssigned }: AssignStepsProps) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const isNarrow = useMediaQuery('(max-width: 700px)', undefined, {
    getInitialValueInEffect: false,
  });
  // What is ranked must be how things stand now, not how they stood when the dialog was last open.
  const [{ data, error, fetching }, rank] = useQuery({
    query: AssignSteps_Query,
    variables: { jobId },
    requestPolicy: 'network-only',
  });
  const rankAgain = () => rank({ requestPolicy: 'network-only' });
  const job = data?.job ?? null;

  function back(): void {
    setChoice(null);
    rankAgain();
  }
  function done(): void {
    onAssigned?.();
    onClose();
  }

  function step(): ReactNode {
    if (error !== undefined && data === undefined) {
      return (
        <ErrorNotice title="The agents could not be ranked" error={error} onRetry={rankAgain} />
      );
    }
    if (data === undefined) return <WhoSkeleton />;
    if (job === null) return <p>This job does not exist any more.</p>;
    if (job.status !== 'PENDING' && choice === null) {
      return (
        <p>
          The job is now “{jobStatusLook[job.status].label}”: there is nothing to assign. Only a
          pending job can be given to an agent.
        </p>
      );
    }
    const decision = data.previewAssignment;
    const chosen = decision.candidates.find(({ agent }) => agent.id === choice?.agentId);
    if (choice === null || (choice.agentId !== null && chosen === undefined)) {
      return (
        <WhoStep decision={decision} busy={fetching} onChoose={setChoice} onRankAgain={rankAgain} />
      );
    }
    const shared = { onBack: back, onClose, onDone: done };
    return chosen === undefined ? (
      <MatchStep jobId={jobId} decision={decision} {...shared} />
    ) : (
      <InputsStep
        key={chosen.agent.id}
        job={job}
        agent={chosen.agent}
        caution={choice.caution}
        {...shared}
      />
    );
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={720}
      fullScreen={isNarrow ?? false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      title={job === null ? 'Assign' : `Assign “${job.title}”`}
      classNames={{ title: classes['title'] ?? '', header: classes['header'] ?? '' }}
    >
      <ol className={classes['steps']}>
        <li aria-current={choice === null ? 'step' : undefined}>Who</li>
        <li aria-current={choice === null ? undefined : 'step'}>With what</li>
      </ol>
      {step()}
    </Modal>
  );
}
