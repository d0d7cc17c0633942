import { MantineProvider } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Provider as GraphqlProvider } from 'urql';
import { Redirect, Route, Switch } from 'wouter';
import { client } from '../graphql/client.ts';
import { theme } from '../ui/theme.ts';
import { paths } from './paths.ts';

const AgentsPage = lazy(() =>
  import('../features/agents/agents-page.tsx').then((module) => ({ default: module.AgentsPage })),
);

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <GraphqlProvider value={client}>
        <Suspense>
          <Switch>
            <Route path="/">
              <Redirect to={paths.jobs} replace />
            </Route>
            <Route path={`${paths.agents}/*?`}>
              <AgentsPage />
            </Route>
          </Switch>
        </Suspense>
      </GraphqlProvider>
    </MantineProvider>
  );
}
