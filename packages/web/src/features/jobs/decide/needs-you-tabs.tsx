import { PageTabs } from '../../../ui/page-tabs.tsx';
import { useNeedsYou } from '../use-status-counts.ts';

const decisions = '/needs-you/decisions';
const stopped = '/needs-you';

/** The two things that wait for a person: jobs to decide about, and jobs that stopped. */
export function NeedsYouTabs({ here }: { readonly here: 'decisions' | 'stopped' }) {
  const counts = useNeedsYou();
  return (
    <PageTabs
      label="What needs you"
      tabs={[
        {
          href: decisions,
          label: 'Decisions',
          isHere: here === 'decisions',
          waiting: counts.undecided,
        },
        {
          href: stopped,
          label: 'Stopped jobs',
          isHere: here === 'stopped',
          waiting: counts.stopped,
        },
      ]}
    />
  );
}
