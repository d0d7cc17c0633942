import type { Browser } from 'playwright-core';
import { test as plain } from 'vitest';
import { launchBrowser, Visit, type VisitOptions } from './browser.ts';
import { type Changes, followChanges } from './changes.ts';
import { type AgentProfile, type LoopbackAgent, startLoopbackAgent } from './loopback-agent.ts';
import { startStack } from './stack.ts';

/** Tests of one file share a Muster, with the sample agents or without any. */
export function testWithStack(options: { samples: boolean }) {
  return (
    plain
      // biome-ignore lint/correctness/noEmptyPattern: fixtures are read off the pattern.
      .extend('stack', { scope: 'file' }, async ({}, { onCleanup }) => {
        const stack = await startStack(options);
        onCleanup(() => stack.stop());
        return stack;
      })
      .extend('api', ({ stack }) => stack.api)
      .extend('startAgent', ({ api }, { onCleanup }) => {
        const agents: LoopbackAgent[] = [];
        onCleanup(async () => {
          for (const agent of agents) await agent.stop();
        });
        return async (profile: AgentProfile): Promise<LoopbackAgent> => {
          const agent = await startLoopbackAgent(api, profile);
          agents.push(agent);
          return agent;
        };
      })
      .extend('follow', ({ api }, { onCleanup }) => {
        return (from: { after: string; jobId?: string }): Changes => {
          const changes = followChanges(api, from);
          onCleanup(() => changes.close());
          return changes;
        };
      })
  );
}

/** Opens the console for a test: signed in, wide and light unless said otherwise. */
export type Open = (options?: VisitOptions) => Promise<Visit>;

/** Such tests with a browser as well. What a page complains about fails the test that opened it. */
export function testWithBrowser(options: { samples: boolean }) {
  return (
    testWithStack(options)
      // biome-ignore lint/correctness/noEmptyPattern: fixtures are read off the pattern.
      .extend('browser', { scope: 'file' }, async ({}, { onCleanup }): Promise<Browser> => {
        const browser = await launchBrowser();
        onCleanup(() => browser.close());
        return browser;
      })
      .extend('open', async ({ stack, browser, task }, { onCleanup }): Promise<Open> => {
        const visits: Visit[] = [];
        onCleanup(async () => {
          const failed = task.result?.state === 'fail';
          for (const visit of visits) await visit.leave({ name: task.name, failed });
        });
        return async (visitOptions = {}) => {
          const visit = await Visit.start(browser, stack, visitOptions);
          visits.push(visit);
          return visit;
        };
      })
  );
}
