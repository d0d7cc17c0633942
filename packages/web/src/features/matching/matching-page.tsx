import { useDocumentTitle } from '@mantine/hooks';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { LearningPage } from './learning/learning-page.tsx';
import classes from './matching-page.module.css';
import { PolicyPage } from './policy/policy-page.tsx';
import { QualityPage } from './quality/quality-page.tsx';

const parts = {
  policy: { href: '/matching', label: 'Policy', page: PolicyPage },
  quality: { href: '/matching/quality', label: 'Quality', page: QualityPage },
  learning: { href: '/matching/learning', label: 'Learning', page: LearningPage },
} as const;

/** How the matcher weighs, how its decisions turned out, and what it has learned. */
export default function MatchingPage({ part }: { readonly part: string | undefined }) {
  const here = part === 'quality' || part === 'learning' ? part : 'policy';
  const { label, page: Page } = parts[here];
  useDocumentTitle(`Matching: ${label.toLowerCase()} · Muster`);
  return (
    <div className={classes['page']}>
      <PageTabs
        label="Matching"
        tabs={Object.values(parts).map(({ href, label: name }) => ({
          href,
          label: name,
          isHere: name === label,
        }))}
      />
      <div className={classes['scroll']}>
        <Page />
      </div>
    </div>
  );
}
