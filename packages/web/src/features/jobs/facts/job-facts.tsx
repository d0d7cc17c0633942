import type { ReactNode } from 'react';
import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { JobDetails } from './job-details.tsx';
import classes from './job-facts.module.css';
import { JobFacts_JobFragment } from './job-facts-fragment.ts';
import { ResultView } from './result-view.tsx';

interface JobFactsProps {
  job: FragmentOf<typeof JobFacts_JobFragment>;
  /** Why a pending job waits. */
  waiting: ReactNode;
  /** Why this agent has the job, or nobody. */
  why: ReactNode;
  whyTitle: string;
  /** What the matcher learned from it. */
  learned: ReactNode;
}

/** What is known about the job: what came out, what went in, who has it, and its ids. */
export function JobFacts({ job, waiting, why, whyTitle, learned }: JobFactsProps) {
  const facts = readFragment(JobFacts_JobFragment, job);
  return (
    <div className={classes['facts']}>
      {waiting}
      {facts.result !== null && (
        <Fact title="Result" copy={() => JSON.stringify(facts.result, null, 2)}>
          <ResultView value={facts.result} />
        </Fact>
      )}
      {facts.description !== null && facts.description !== '' && (
        <Fact title="Description">
          <p className={classes['description']}>{facts.description}</p>
        </Fact>
      )}
      {facts.inputs !== null && (
        <Fact title="Inputs" copy={() => JSON.stringify(facts.inputs, null, 2)}>
          <ResultView value={facts.inputs} name="inputs" />
        </Fact>
      )}
      {why && <Fact title={whyTitle}>{why}</Fact>}
      {learned && <Fact title="What was learned">{learned}</Fact>}
      <Fact title="Details">
        <JobDetails {...facts} />
      </Fact>
    </div>
  );
}

interface FactProps {
  title: string;
  copy?: () => string;
  children: ReactNode;
}

function Fact({ title, copy, children }: FactProps) {
  return (
    <section aria-label={title}>
      <div className={classes['head']}>
        <h2 className={classes['heading']}>{title}</h2>
        {copy !== undefined && <CopyButton text={copy} what={`the ${title.toLowerCase()}`} />}
      </div>
      {children}
    </section>
  );
}
