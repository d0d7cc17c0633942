import type { ReactNode } from 'react';
import type { ResultOf } from '../../../graphql/tada.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { isEmptyRule, sayTagRule } from '../../../ui/tag-rule.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { sayRetryPolicy } from '../retry-words.ts';
import classes from './job-facts.module.css';
import type { JobFacts_JobFragment } from './job-facts-fragment.ts';
import { NextAttempt } from './next-attempt.tsx';

type JobDetailsProps = Pick<
  ResultOf<typeof JobFacts_JobFragment>,
  | 'id'
  | 'status'
  | 'requiredSkills'
  | 'tags'
  | 'agentTags'
  | 'version'
  | 'autoAssign'
  | 'retryPolicy'
  | 'nextAttemptAt'
  | 'createdAt'
  | 'updatedAt'
  | 'assignment'
  | 'assignments'
>;

export function JobDetails(facts: JobDetailsProps) {
  const { status, assignment, assignments, nextAttemptAt, requiredSkills, retryPolicy } = facts;
  return (
    <dl className={classes['details']}>
      <Detail name="Required skills">
        {requiredSkills.length === 0 ? 'None' : <Names names={requiredSkills} />}
      </Detail>
      {facts.tags.length > 0 && (
        <Detail name="Tags">
          <Names names={facts.tags} />
        </Detail>
      )}
      {!isEmptyRule(facts.agentTags) && (
        <Detail name="Its agent’s tags">{sayTagRule(facts.agentTags)}</Detail>
      )}
      <Detail name="Matched">{facts.autoAssign ? 'By itself' : 'When someone asks'}</Detail>
      <Detail name="Retry policy">
        {retryPolicy === null ? 'The server’s default' : sayRetryPolicy(retryPolicy)}
      </Detail>
      <Detail name="Attempts">
        {assignments.totalCount === 0 ? 'None yet' : assignments.totalCount}
      </Detail>
      {status === 'PENDING' && nextAttemptAt !== null && (
        <Detail name="Next attempt">
          <NextAttempt at={nextAttemptAt} />
        </Detail>
      )}
      <Detail name="Created">
        <TimeAgo at={facts.createdAt} style="words" />
      </Detail>
      <Detail name="Updated">
        <TimeAgo at={facts.updatedAt} style="words" />
      </Detail>
      <Detail name="Version">{facts.version}</Detail>
      <Detail name="Job">
        <Id id={facts.id} what="the job's id" />
      </Detail>
      {assignment !== null && (
        <Detail name="Assignment">
          <Id id={assignment.id} what="the assignment's id" />
        </Detail>
      )}
    </dl>
  );
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div style={{ display: 'contents' }}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Names({ names }: { names: readonly string[] }) {
  return names.map((name) => (
    <span key={name} className={classes['skill']}>
      {name}
    </span>
  ));
}

function Id({ id, what }: { id: string; what: string }) {
  return (
    <>
      <span className={classes['id']}>{id}</span>
      <CopyButton text={id} what={what} />
    </>
  );
}
