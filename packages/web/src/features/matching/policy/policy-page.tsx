import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import classes from '../matching-page.module.css';
import { PolicyDesk } from './policy-desk.tsx';
import { Policy_Query, shownVersions } from './policy-queries.ts';

/** That somebody else saved is seen before one saves oneself. */
const pollMs = 20_000;

/** How the matcher weighs and when it dares: to change, to try out on past decisions, and to take back. */
export function PolicyPage() {
  const [{ data, error }, read] = useQuery({
    query: Policy_Query,
    variables: { first: shownVersions },
    requestPolicy: 'cache-and-network',
  });
  const readAgain = () => read({ requestPolicy: 'network-only' });
  useEffect(() => {
    const poll = setInterval(() => {
      if (document.visibilityState === 'visible') read({ requestPolicy: 'network-only' });
    }, pollMs);
    return () => clearInterval(poll);
  }, [read]);
  return (
    <div className={classes['part']}>
      <VisuallyHidden component="h1">Matching policy</VisuallyHidden>
      {error !== undefined && data === undefined && (
        <ErrorNotice error={error} title="The policy could not be read" onRetry={readAgain} />
      )}
      {data === undefined && error === undefined && <PolicySkeleton />}
      {data !== undefined && (
        <PolicyDesk
          current={data.matchingPolicy}
          versions={[
            ...data.matchingPolicies.edges.map(({ node }) => node),
            ...(data.matchingPolicies.totalCount <= shownVersions
              ? [data.defaultMatchingPolicy]
              : []),
          ]}
          onReadAgain={readAgain}
        />
      )}
    </div>
  );
}

function PolicySkeleton() {
  return (
    <div aria-busy>
      {[1, 2, 3, 4, 5, 6, 7, 8].map((row) => (
        <Skeleton key={row} height={14} width={row % 2 === 0 ? '62%' : '48%'} radius="xl" mt={26} />
      ))}
    </div>
  );
}
