import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { root } from './program.ts';
import type { Stack } from './stack.ts';

const folder = join(root, 'e2e/artefacts');

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['MUSTER_CHROMIUM'];
  if (!executablePath) throw new Error('MUSTER_CHROMIUM names no browser.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export const wide = { width: 1440, height: 900 } as const;
export const phone = { width: 390, height: 844 } as const;

export interface VisitOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
  readonly signedIn?: boolean;
  /** Where it begins. */
  readonly path?: string;
}

/** How long a page may take to show what a test waits for. */
const patienceMs = 20_000;

/** One operator at one browser. Whatever the page reports as an error is kept, and fails the test. */
export class Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #url: string;
  readonly #faults: string[] = [];
  readonly #expected: RegExp[] = [];

  private constructor(context: BrowserContext, page: Page, url: string) {
    this.context = context;
    this.page = page;
    this.#url = url;
    this.#listen(page);
  }

  static async start(
    browser: Browser,
    stack: Stack,
    { viewport = wide, colorScheme = 'light', signedIn = true, path = '/' }: VisitOptions,
  ): Promise<Visit> {
    const context = await browser.newContext({
      viewport,
      colorScheme,
      locale: 'en-GB',
      timezoneId: 'Europe/Lisbon',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(patienceMs);
    const visit = new Visit(context, await context.newPage(), stack.url);
    const address = new URL(path, stack.url);
    if (signedIn) address.searchParams.set('token', stack.token);
    await visit.page.goto(address.href);
    return visit;
  }

  /** A second tab of the same browser. */
  async openTab(path: string): Promise<Page> {
    const page = await this.context.newPage();
    this.#listen(page);
    await page.goto(`${this.#url}${path}`);
    return page;
  }

  /** From now on the page may report such errors: a test that unplugs the server must hear of it. */
  expectFaults(like: RegExp): void {
    this.#expected.push(like);
  }

  /** Keeps a picture in e2e/artefacts. */
  async picture(name: string, page: Page = this.page): Promise<void> {
    await takePicture(page, join(folder, `${name}.png`));
  }

  /** Ends the visit, after a picture of how a failed test ended. Throws the page's faults. */
  async leave(test?: { readonly name: string; readonly failed: boolean }): Promise<void> {
    if (test !== undefined) {
      const picture = `failed-${test.name.replace(/[^a-z0-9]+/gi, '-').toLowerCase()}`;
      if (test.failed) await this.picture(picture).catch(() => {});
      else rmSync(join(folder, `${picture}.png`), { force: true });
    }
    await this.context.close();
    const faults = this.#faults.filter((fault) => !this.#expected.some((like) => like.test(fault)));
    if (faults.length > 0) throw new Error(`The page reported:\n${faults.join('\n')}`);
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.#faults.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      this.#faults.push(`${message.text()} (${message.location().url})`);
    });
  }
}

export async function takePicture(page: Page, file: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
