import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Api } from './kit/api.ts';
import { seriousViolations } from './kit/axe.ts';
import { phone, wide } from './kit/browser.ts';
import { jobIn } from './kit/changes.ts';
import { openJob, waitForStatus } from './kit/console.ts';
import { testWithBrowser } from './kit/test.ts';
import { schemas, work } from './kit/work.ts';

const test = testWithBrowser({ samples: true });

/** Every view, and how one gets there. Each begins where the one before ended. */
const views: readonly {
  readonly name: string;
  readonly go: (page: Page, place: Places) => Promise<unknown>;
}[] = [
  {
    name: 'jobs',
    go: async (page, { url }) => {
      await page.goto(`${url}/jobs`);
      await page.getByRole('table', { name: 'Jobs' }).getByRole('link').first().waitFor();
    },
  },
  {
    name: 'selected-jobs',
    go: async (page) => {
      await page.getByRole('checkbox', { name: 'Select all that are loaded' }).click();
      await page.getByRole('region', { name: 'Selected jobs' }).waitFor();
    },
  },
  {
    name: 'batch-who',
    go: async (page) => {
      await page.getByRole('button', { name: 'Assign…' }).click();
      await page.getByRole('option', { name: /^csv-analyst/ }).waitFor();
    },
  },
  {
    name: 'batch-dry-run',
    go: async (page) => {
      await page.getByRole('option', { name: /^csv-analyst/ }).click();
      await page.getByRole('region', { name: 'Why not' }).locator('summary').first().click();
    },
  },
  {
    name: 'batches',
    go: async (page, { url }) => {
      await page.goto(`${url}/batches`);
      await page.getByRole('row', { name: /With failures/ }).waitFor();
    },
  },
  {
    name: 'batch',
    go: async (page) => {
      await page.getByRole('link', { name: /^Assign 2 jobs/ }).click();
      await page.getByRole('region', { name: 'Jobs' }).getByRole('link').first().waitFor();
    },
  },
  {
    name: 'job',
    go: async (page, { url, completed }) => {
      await page.goto(`${url}/jobs/${completed.id}`);
      await openJob(page, completed.title)
        .getByRole('region', { name: 'Why this agent?' })
        .waitFor();
      await page.getByRole('button', { name: 'Request', exact: true }).first().click();
    },
  },
  {
    name: 'job-panel',
    go: async (page, { url, asked }) => {
      await page.goto(`${url}/jobs?job=${asked.id}`);
      await waitForStatus(openJob(page, asked.title), 'Resubmission required');
    },
  },
  {
    name: 'decisions',
    go: async (page, { url, undecided }) => {
      await page.goto(`${url}/needs-you/decisions`);
      await page.getByRole('link', { name: undecided.title }).waitFor();
      await page
        .getByRole('button', { name: /^Assign to/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'decision-beside',
    go: async (page, { url, undecided }) => {
      await page.goto(`${url}/needs-you/decisions?job=${undecided.id}`);
      const why = openJob(page, undecided.title).getByRole('region', {
        name: 'Why is it waiting?',
      });
      await why
        .getByRole('button', { name: /^Assign to/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'matching-policy',
    go: async (page, { url }) => {
      await page.goto(`${url}/matching`);
      await page.getByRole('textbox', { name: 'Assign from' }).fill('30');
      await page.getByRole('region', { name: 'What if' }).getByRole('status').waitFor();
      await page.locator('[aria-label="What if"][aria-busy="false"]').waitFor();
    },
  },
  {
    name: 'matching-quality',
    go: async (page, { url }) => {
      await page.goto(`${url}/matching/quality`);
      await page.getByRole('region', { name: 'The figures' }).waitFor();
    },
  },
  {
    name: 'matching-quality-by-day',
    go: async (page, { url }) => {
      await page.goto(`${url}/matching/quality?by=day`);
      await page.getByRole('columnheader', { name: 'Day' }).waitFor();
    },
  },
  {
    name: 'matching-learning',
    go: async (page, { url }) => {
      await page.goto(`${url}/matching/learning`);
      await page.getByRole('button', { name: 'Rebuild now' }).waitFor();
    },
  },
  {
    name: 'agents',
    go: async (page, { url }) => {
      await page.goto(`${url}/agents`);
      await page.getByRole('link', { name: 'csv-analyst' }).waitFor();
    },
  },
  {
    name: 'agent',
    go: async (page) => {
      await page.getByRole('link', { name: 'csv-analyst' }).click();
      const agent = page.getByRole('article', { name: 'csv-analyst' });
      await agent.getByRole('heading', { name: /Recent jobs/ }).waitFor();
    },
  },
  {
    name: 'register-agent',
    go: async (page, { url }) => {
      await page.goto(`${url}/agents/new`);
      await page.getByRole('dialog', { name: 'Register an agent' }).waitFor();
    },
  },
  {
    name: 'create-job',
    go: async (page, { url }) => {
      await page.goto(`${url}/jobs?new=job`);
      await page.getByRole('dialog', { name: 'New job' }).waitFor();
    },
  },
  {
    name: 'assign-who',
    go: async (page, { url, pending }) => {
      await page.goto(`${url}/jobs/${pending.id}`);
      await openJob(page, pending.title).getByRole('button', { name: 'Assign…' }).click();
      await page.getByRole('option', { name: /^csv-analyst/ }).waitFor();
    },
  },
  {
    name: 'assign-with-what',
    go: async (page) => {
      await page.getByRole('option', { name: /^csv-analyst/ }).click();
      await page.getByRole('button', { name: 'Assign to csv-analyst' }).click();
      await page.getByText('The agent needs this.').waitFor();
    },
  },
  {
    name: 'cancel-question',
    go: async (page, { url, running }) => {
      await page.goto(`${url}/jobs/${running.id}`);
      await page.getByRole('button', { name: 'Cancel assignment…' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'palette',
    go: async (page, { url }) => {
      await page.goto(`${url}/jobs`);
      await page.getByRole('button', { name: 'Command palette' }).click();
      await page.getByRole('listbox', { name: 'Commands' }).waitFor();
    },
  },
  {
    name: 'colour-scheme-menu',
    go: async (page, { url }) => {
      await page.goto(`${url}/jobs`);
      await page.getByRole('button', { name: 'Colour scheme' }).click();
      await page.getByRole('menu').waitFor();
    },
  },
];

interface Job {
  readonly id: string;
  readonly title: string;
}

interface Places {
  readonly url: string;
  readonly completed: Job;
  readonly asked: Job;
  readonly pending: Job;
  readonly undecided: Job;
  readonly running: Job;
}

const looks = [
  { look: 'light', colorScheme: 'light', viewport: wide },
  { look: 'dark', colorScheme: 'dark', viewport: wide },
  { look: 'dark on a phone', colorScheme: 'dark', viewport: phone },
  { look: 'light on a phone', colorScheme: 'light', viewport: phone },
] as const;

test('axe finds nothing serious in any view: light, dark, wide and on a phone', {
  timeout: 240_000,
}, async ({ api, stack, open, startAgent }) => {
  const agent = await startAgent({ name: 'idler', description: 'Waits.' });
  const places = { url: stack.url, ...(await jobsOfAllKinds(api, agent.id)) };
  await agent.nextDelivery();
  const visit = await open();
  const { page } = visit;
  const found: string[] = [];
  for (const { name, go } of views) {
    await page.setViewportSize(wide);
    await go(page, places);
    for (const { look, colorScheme, viewport } of looks) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // The page hears of it a moment later.
      const painted = page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`);
      await painted.waitFor({ state: 'attached' });
      await page.setViewportSize(viewport);
      const violations = await seriousViolations(page);
      if (violations.length > 0) await visit.picture(`axe-${name}-${look.replaceAll(' ', '-')}`);
      found.push(...violations.map((violation) => `${name}, ${look}: ${violation}`));
    }
  }
  expect(found.join('\n\n')).toBe('');
});

async function jobsOfAllKinds(api: Api, agentId: string): Promise<Omit<Places, 'url'>> {
  const completed = await api.createJob(work.csv);
  await api.assign({ jobId: completed.id, agentId: await api.agentId('csv-analyst') });
  const asked = await api.createJob({
    ...work.json,
    inputs: { schema: schemas.broken, document: {} },
    requiredSkills: ['validate JSON'],
  });
  await api.autoAssign(asked.id);
  const pending = await api.createJob({ title: 'Something about cities', priority: 90 });
  const running = await api.createJob({ title: 'Wait for it' });
  await api.assign({ jobId: running.id, agentId });
  await jobIn(api, 'COMPLETED', completed.id);
  await jobIn(api, 'RESUBMISSION_REQUIRED', asked.id);
  await api.graphql(
    `mutation ($input: AssignManyInput!) { assignMany(input: $input) { __typename } }`,
    { input: { jobIds: [completed.id, asked.id], agentId } },
  );
  // Nothing is sure enough then, so that a person has to decide.
  await api.graphql(`mutation {
    updateMatchingPolicy(input: { policy: { assignAbove: 1, refuseBelow: 0 } }) { __typename }
  }`);
  const undecided = await api.createJob({ ...work.text, title: 'How long is this text?' });
  await api.autoAssign(undecided.id).catch(() => {});
  return { completed, asked, pending, running, undecided };
}
