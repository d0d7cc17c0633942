import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconFileUnknown, IconMaximize, IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Link } from 'wouter';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useShortcut } from '../../../ui/shortcuts.ts';
import { JobActionButtons } from '../actions/job-action-buttons.tsx';
import { WhyThisAgent } from '../assign/why-this-agent.tsx';
import { DecideHere } from '../decide/decide-here.tsx';
import { JobFacts } from '../facts/job-facts.tsx';
import { useLearned } from '../learned/use-learned.ts';
import { WhatWasLearned } from '../learned/what-was-learned.tsx';
import { JobStory } from '../story/job-story.tsx';
import { useJob } from '../use-job.ts';
import { WaitingLine } from '../waiting/waiting-line.tsx';
import { WaitingPanel } from '../waiting/waiting-panel.tsx';
import { JobHeader } from './job-header.tsx';
import classes from './job-view.module.css';

interface JobViewProps {
  jobId: string;
  /** `panel` beside the list, `page` in its place. */
  placement: 'panel' | 'page';
  /** Leaves the job for the list. */
  onClose: () => void;
}

/** A job: what happened to it and what is known about it. */
export default function JobView({ jobId, placement, onClose }: JobViewProps) {
  const { data: job, error, refresh } = useJob(jobId);
  useShortcut('esc', 'Job', placement === 'panel' ? 'Close the job' : 'Back to the list', onClose);

  usePageTitle(job?.title);
  const { examples } = useLearned(jobId, job?.version ?? 0);

  if (job === undefined || job === null) {
    if (error !== null) {
      return (
        <div className={classes['skeleton']}>
          <ErrorNotice error={error} title="The job did not come" onRetry={refresh} />
        </div>
      );
    }
    return job === null ? <NoSuchJob onClose={onClose} /> : <JobSkeleton />;
  }
  // The newest one about a pending job may have given it to nobody.
  const decision =
    (job.status === 'PENDING' ? job.decision : null) ?? job.assignment?.decision ?? null;
  return (
    <section className={classes['view']} aria-label={`Job ${job.title}`}>
      <JobHeader
        job={job}
        level={placement === 'page' ? 1 : 2}
        actions={<JobActionButtons job={job} />}
        waiting={<WaitingLine job={job} />}
        back={
          placement === 'page' && (
            <ActionIcon
              className={classes['back'] ?? ''}
              onClick={onClose}
              aria-label="Back to the list"
              title="Back (Esc)"
            >
              <IconArrowLeft size={16} aria-hidden />
            </ActionIcon>
          )
        }
        navigation={
          placement === 'panel' && (
            <>
              <ActionIcon
                component={Link}
                href={`/jobs/${jobId}`}
                aria-label="Open as a page"
                title="Open as a page"
              >
                <IconMaximize size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon onClick={onClose} aria-label="Close the job" title="Close (Esc)">
                <IconX size={16} aria-hidden />
              </ActionIcon>
            </>
          )
        }
      />
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <h2 className={classes['heading']}>Story</h2>
          <JobStory jobId={jobId} job={job} />
        </div>
        <div className={classes['column']}>
          <JobFacts
            job={job}
            waiting={
              job.status === 'PENDING' && (
                <WaitingPanel job={job} decide={<DecideHere job={job} />} />
              )
            }
            why={decision && <WhyThisAgent decision={decision} />}
            whyTitle={decision?.winner === null ? 'Why nobody?' : 'Why this agent?'}
            learned={
              examples !== undefined &&
              examples.length > 0 && <WhatWasLearned jobId={jobId} examples={examples} />
            }
          />
        </div>
      </div>
    </section>
  );
}

/** The window is named after the job while it is shown. */
function usePageTitle(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return;
    const before = document.title;
    document.title = `${title} · Muster`;
    return () => {
      document.title = before;
    };
  }, [title]);
}

function JobSkeleton() {
  return (
    <div className={classes['skeleton']} aria-busy>
      <Skeleton height={18} width="45%" radius="xl" />
      <Skeleton height={12} width="30%" radius="xl" />
      {[70, 58, 76, 49].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} radius="xl" />
      ))}
    </div>
  );
}

function NoSuchJob({ onClose }: { onClose: () => void }) {
  return (
    <EmptyState
      icon={IconFileUnknown}
      title="There is no such job"
      actions={
        <Button variant="default" onClick={onClose}>
          To the list of jobs
        </Button>
      }
    >
      The address may be mistyped, or it belongs to another Muster.
    </EmptyState>
  );
}
