import { Button, Progress, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { client } from '../../../graphql/client.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { count, counted, percent } from '../../../ui/figures.ts';
import { duration } from '../../../ui/relative-time.ts';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import { useAction } from '../../../ui/use-action.ts';
import classes from '../matching-page.module.css';
import { type MatcherLearning, RebuildMatcher_Mutation } from './learning-query.ts';
import { Reliability } from './reliability.tsx';
import { useLearning } from './use-learning.ts';

/** What the matcher has learned, when it was last rebuilt, and whether it knows how sure it is. */
export function LearningPage() {
  const { data, error, again } = useLearning();
  return (
    <div className={classes['part']}>
      <VisuallyHidden component="h1">What the matcher has learned</VisuallyHidden>
      {error !== null && data === undefined && (
        <ErrorNotice error={error} title="The learning could not be read" onRetry={again} />
      )}
      {data === undefined && error === null && (
        <div aria-busy>
          <Skeleton height={58} radius="md" />
          <Skeleton height={220} width="60%" radius="md" mt={24} />
        </div>
      )}
      {data !== undefined && (
        <>
          <State learning={data} />
          <Rebuild learning={data} onStarted={again} />
          <Reliability bins={data.reliability} />
        </>
      )}
    </div>
  );
}

function State({ learning }: { readonly learning: MatcherLearning }) {
  const { examples, agentsWithHistory, lastRebuild, matcherVersion } = learning;
  return (
    <dl className={classes['tiles']}>
      <Tile name="Examples" about="completed, rejected, failed, overridden">
        {count(examples)}
      </Tile>
      <Tile name="Agents with history" about="the others are ranked by their words alone">
        {count(agentsWithHistory)}
      </Tile>
      <Tile
        name="Right at first"
        about={lastRebuild === null ? 'not measured yet' : 'of jobs held back at the last rebuild'}
      >
        {lastRebuild?.hit1 == null ? '–' : percent(lastRebuild.hit1)}
      </Tile>
      <Tile
        name="Last rebuild"
        about={
          lastRebuild === null
            ? 'it learns from each job all the same'
            : `from ${counted(lastRebuild.examples, 'example')}, took ${duration(lastRebuild.tookMs)}`
        }
      >
        {lastRebuild === null ? 'Never' : <TimeAgo at={lastRebuild.at} style="words" />}
      </Tile>
      <Tile name="Matcher" about="the version of its formula">
        {matcherVersion}
      </Tile>
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Tile({ name, about, children }: TileProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        <span>{about}</span>
      </dd>
    </div>
  );
}

interface RebuildProps {
  readonly learning: MatcherLearning;
  readonly onStarted: () => void;
}

function Rebuild({ learning: { rebuilding, progress, failure }, onStarted }: RebuildProps) {
  const rebuild = useAction(rebuildMatcher);
  return (
    <section aria-label="Rebuild" className={classes['rebuild']}>
      <p className={classes['quiet']}>
        The matcher learns from each job as it ends. A rebuild goes through all of them anew, drops
        what was undone, and measures how sure it may say it is. It runs beside the matching, which
        goes on meanwhile.
      </p>
      <Button
        variant="default"
        leftSection={<IconRefresh size={14} aria-hidden />}
        loading={rebuild.pending}
        disabled={rebuilding}
        onClick={() => void rebuild.run().then(onStarted)}
      >
        {rebuilding ? 'Rebuilding…' : 'Rebuild now'}
      </Button>
      {rebuilding && (
        <Progress
          className={classes['progress'] ?? ''}
          aria-label="Progress of the rebuild"
          value={(progress ?? 0) * 100}
        />
      )}
      {rebuild.error !== null && (
        <ErrorNotice error={rebuild.error} title="The rebuild was not started" />
      )}
      {failure !== null && !rebuilding && (
        <ErrorNotice
          error={new Error(`${failure} What was learned before is still in use.`)}
          title="The last rebuild failed"
        />
      )}
    </section>
  );
}

/** Resolves when it has begun; throws the reason why not. */
async function rebuildMatcher(): Promise<void> {
  const { data, error } = await client.mutation(RebuildMatcher_Mutation, {}).toPromise();
  if (data === undefined) throw error ?? new Error('The server sent no answer.');
  if (data.rebuildMatcher.__typename !== 'RebuildMatcherSuccess') {
    throw new Error(data.rebuildMatcher.message);
  }
}
