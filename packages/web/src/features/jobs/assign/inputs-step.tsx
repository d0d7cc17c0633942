import { Button } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react';
import { type FormEvent, useEffect, useEffectEvent, useRef } from 'react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { AgentLoad } from '../../../ui/agent-load.tsx';
import { SchemaForm } from '../../../ui/schema-form/schema-form.tsx';
import { useSchemaForm } from '../../../ui/schema-form/use-schema-form.ts';
import { JobRefusal } from '../job-refusal.ts';
import { useManualAssign } from '../use-job-assignment.ts';
import { AssignRefusal } from './assign-refusal.tsx';
import classes from './assign-steps.module.css';
import { changedInputs } from './changed-inputs.ts';
import { useFocusFirst } from './use-focus-first.ts';

export const InputsStep_AgentFragment = graphql(`
  fragment InputsStep_AgentFragment on Agent {
    id
    name
    inputSchema
    activeJobs
    capacity
  }
`);

export const InputsStep_JobFragment = graphql(`
  fragment InputsStep_JobFragment on Job {
    id
    inputs
  }
`);

interface InputsStepProps {
  readonly job: FragmentOf<typeof InputsStep_JobFragment>;
  readonly agent: FragmentOf<typeof InputsStep_AgentFragment>;
  /** What the matcher has against this choice. */
  readonly caution: string | null;
  readonly onBack: () => void;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Step two: the inputs as the chosen agent wants them, and the confirmation. */
export function InputsStep(props: InputsStepProps) {
  const job = readFragment(InputsStep_JobFragment, props.job);
  const agent = readFragment(InputsStep_AgentFragment, props.agent);
  const form = useSchemaForm(agent.inputSchema, job.inputs);
  const assign = useManualAssign();
  const step = useRef<HTMLFormElement>(null);
  useFocusFirst(step);

  const issues = assign.error instanceof JobRefusal ? assign.error.issues : noIssues;
  const showIssues = useEffectEvent(form.refuse);
  useEffect(() => {
    if (issues.length > 0) showIssues(issues);
  }, [issues]);

  async function submit(event?: FormEvent): Promise<void> {
    event?.preventDefault();
    const reading = form.read();
    if (!reading.ok) return;
    const inputs = changedInputs(job.inputs, reading.value);
    if (await assign.run(job.id, agent.id, inputs)) props.onDone();
  }

  return (
    <form noValidate ref={step} onSubmit={(event) => void submit(event)}>
      <div className={classes['chosen']}>
        <span className={classes['chosenName']}>{agent.name}</span>
        <AgentLoad activeJobs={agent.activeJobs} capacity={agent.capacity} />
        <span className={classes['gap']} />
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={props.onBack}
        >
          Choose another
        </Button>
        {props.caution !== null && (
          <span className={classes['caution']}>
            <IconAlertTriangle size={15} aria-hidden />
            <span>The matcher would not choose it: {props.caution}</span>
          </span>
        )}
      </div>
      <SchemaForm form={form} disabled={assign.pending} />
      {assign.error !== null && issues.length === 0 && (
        <AssignRefusal
          error={assign.error}
          onBack={props.onBack}
          onClose={props.onClose}
          onRetry={() => void submit()}
        />
      )}
      <div className={classes['actions']}>
        <span className={classes['quiet']}>Changes here become the job’s inputs.</span>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={assign.pending}>
          Assign to {agent.name}
        </Button>
      </div>
    </form>
  );
}

const noIssues: JobRefusal['issues'] = [];
