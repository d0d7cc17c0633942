// What some tests need from the machine. vitest.config.ts asks, and so does scripts/test.mjs for its last words.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fromRoot } from './paths.mjs';

// `note` says which one was found, or why none was.
/** @typedef {{ found: string | undefined, note: string }} Resource */

// A PostgreSQL on which a test may create its own databases.
/** @returns {Promise<Resource>} */
export async function findPostgres() {
  const given = process.env['MUSTER_TEST_DATABASE_URL'];
  const user = encodeURIComponent(os.userInfo().username);
  const usual = ['postgres', 'postgres:postgres', user].map(
    (login) => `postgres://${login}@127.0.0.1:5432/postgres`,
  );
  let why = '';
  for (const url of given ? [given] : usual) {
    try {
      return { found: url, note: await askPostgres(url) };
    } catch (error) {
      why ||=
        error instanceof Error
          ? error.message || String(Reflect.get(error, 'code'))
          : String(error);
    }
  }
  const where = given ? 'at MUSTER_TEST_DATABASE_URL' : 'on 127.0.0.1:5432';
  return { found: undefined, note: `no usable PostgreSQL ${where} (${why})` };
}

/** @param {string} connectionString */
async function askPostgres(connectionString) {
  // The server's own driver; this folder has no dependencies.
  const { Client } = createRequire(fromRoot('packages/server/package.json'))('pg');
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    const { rows } = await client.query(`
      select current_setting('server_version_num')::int / 10000 as major,
             (select rolsuper or rolcreatedb from pg_roles where rolname = current_user) as may_create`);
    const { major, may_create } = rows[0];
    if (major < 15) throw new Error(`it is version ${major}, and 15 is the oldest supported`);
    if (!may_create) throw new Error('its user may not create databases');
    return `PostgreSQL ${major}`;
  } finally {
    await client.end();
  }
}

/** @returns {Promise<Resource>} */
export async function findChromium() {
  const given = process.env['MUSTER_CHROMIUM'];
  let why = given ? `${given} (MUSTER_CHROMIUM) does not exist` : 'no Chromium or Chrome found';
  for (const file of given ? [given] : usualBrowsers()) {
    if (!fs.existsSync(file)) continue;
    try {
      // Asked for its version, because on some systems `chromium-browser` only tells how to install one.
      const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: 10_000 });
      return { found: file, note: stdout.trim() };
    } catch {
      why = `${file} does not run`;
    }
  }
  return { found: undefined, note: why };
}

function usualBrowsers() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const programFiles = process.env['PROGRAMFILES'] ?? 'C:\\Program Files';
  return [
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    path.join(programFiles, 'Google', 'Chrome', 'Application', 'chrome.exe'),
  ];
}
