import { type FragmentOf, readFragment } from '../../../graphql/tada.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { useManualAssign } from '../use-job-assignment.ts';
import { TopThree } from './top-three.tsx';
import { TopThree_JobFragment } from './top-three-fragment.ts';

/** On a job's own page: the matcher's best three, each one key from having it. */
export function DecideHere({ job }: { readonly job: FragmentOf<typeof TopThree_JobFragment> }) {
  const { id } = readFragment(TopThree_JobFragment, job);
  const assign = useManualAssign();
  return (
    <>
      <TopThree
        job={job}
        hasKeys
        isBusy={assign.pending}
        onChoose={(agent) => void assign.run(id, agent.id, undefined)}
      />
      {assign.error !== null && (
        <ErrorNotice
          error={assign.error}
          title="The job was not assigned"
          onDismiss={assign.reset}
        />
      )}
    </>
  );
}
