import { MantineProvider } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Provider as GraphqlProvider } from 'urql';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { JobsPage } from '../features/jobs/list/jobs-page.tsx';
import { client } from '../graphql/client.ts';
import { session } from '../graphql/session.ts';
import { useStore } from '../graphql/store.ts';
import { theme } from '../ui/theme.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { paths } from './paths.ts';
import { Shell } from './shell.tsx';
import { SignedOutPage } from './signed-out-page.tsx';

const JobPage = lazy(() => import('../features/jobs/detail/job-page.tsx'));
const BatchesPage = lazy(() => import('../features/batches/batches-page.tsx'));
const BatchPage = lazy(() => import('../features/batches/batch-page.tsx'));
const DecisionsPage = lazy(() => import('../features/jobs/decide/decisions-page.tsx'));
const MatchingPage = lazy(() => import('../features/matching/matching-page.tsx'));
const AgentsPage = lazy(() =>
  import('../features/agents/agents-page.tsx').then((module) => ({ default: module.AgentsPage })),
);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <GraphqlProvider value={client}>
        <Console />
      </GraphqlProvider>
    </MantineProvider>
  );
}

function Console() {
  const signedOut = useStore(session, (state) => state === 'signed-out');
  const [path] = useLocation();
  if (signedOut) return <SignedOutPage />;
  return (
    <Shell>
      <ErrorBoundary resetKey={path}>
        <Suspense>
          <Switch>
            <Route path="/">
              <Redirect to={paths.jobs} replace />
            </Route>
            <Route path={paths.jobs}>
              <JobsPage key="jobs" />
            </Route>
            <Route path={`${paths.jobs}/:jobId`}>
              {({ jobId }) => <JobPage key={jobId} jobId={jobId} />}
            </Route>
            <Route path={paths.needsYou}>
              <JobsPage key="needs-you" needsYou />
            </Route>
            <Route path={paths.decisions}>
              <DecisionsPage />
            </Route>
            <Route path={`${paths.matching}/:part?`}>
              {({ part }) => <MatchingPage part={part} />}
            </Route>
            <Route path={`${paths.agents}/*?`}>
              <AgentsPage />
            </Route>
            <Route path={paths.batches}>
              <BatchesPage />
            </Route>
            <Route path={`${paths.batches}/:batchId`}>
              {({ batchId }) => <BatchPage key={batchId} batchId={batchId} />}
            </Route>
            <Route>
              <NotFoundPage />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
