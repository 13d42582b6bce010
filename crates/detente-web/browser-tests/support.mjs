// What the tests of the workbench share: a server for each test in a folder of its own, a browser, and the rules that every page keeps.
//
// DETENTE names the program (the one that Cargo built in this workspace unless given), CHROMIUM the browser (/usr/bin/chromium unless given). PAGE names a folder with a page that
// `npm run build` made in `ui`: it is looked at in place of the one in the program, which takes long to be built. What the server says with its files is not tested then.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..', '..');
const program = process.env.DETENTE ?? join(root, 'target', 'debug', 'detente');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
/** The pages that are open. */
const contexts = new Set();

/** The browser, one for all tests of a file. */
async function theBrowser() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return browser;
}

/** Ends the browser; for `after`. */
export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/** A folder with copies of catalogue cases and further files, and a server on it. */
export async function serve(t, { cases = [], files = {}, open, sources } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'detente-'));
  for (const name of cases) cpSync(join(root, 'catalogue', `${name}.toml`), join(folder, `${name}.toml`));
  const { writeFileSync } = await import('node:fs');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const words = ['open', ...(open ? [open] : []), '--no-browser', ...(sources ? ['--sources', sources] : [])];
  const server = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise((resolve, reject) => {
    let told = '';
    server.stdout.on('data', (data) => {
      told += data;
      const found = /http:\S+/.exec(told);
      if (found) resolve(found[0]);
    });
    server.stderr.on('data', (data) => (told += data));
    server.on('exit', () => reject(new Error(`the server ended: ${told}`)));
    server.on('error', reject);
  });
  t.after(async () => {
    // Pages first: what a page asks of a server that is gone is no fault of the page.
    await Promise.all([...contexts].map((context) => context.close()));
    contexts.clear();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, address, server, read: (name) => readFileSync(join(folder, name), 'utf8'), has: (name) => existsSync(join(folder, name)) };
}

/**
 * A page on a server. Whatever it writes to the console as an error, and every request to anywhere but its own server, fails the test at its end.
 */
export async function page(t, address, { width = 1280, height = 900, scheme = 'light' } = {}) {
  const context = await (await theBrowser()).newContext({
    viewport: { width, height },
    colorScheme: scheme,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  });
  contexts.add(context);
  if (process.env.PAGE) {
    const files = (path) => join(process.env.PAGE, path === '/' ? 'index.html' : path);
    await context.route((url) => url.origin === new URL(address).origin && existsSync(files(url.pathname)), (route) => route.fulfill({ path: files(new URL(route.request().url()).pathname) }));
  }
  const opened = await context.newPage();
  const wrong = [];
  opened.expected = [];
  opened.on('console', (message) => {
    if (message.type() === 'error' && !opened.expected.some((pattern) => pattern.test(message.text()))) wrong.push(`console: ${message.text()}`);
  });
  opened.on('pageerror', (error) => wrong.push(`error in the page: ${error.message}`));
  const own = new URL(address).origin;
  opened.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== own && url.protocol !== 'blob:' && url.protocol !== 'data:') wrong.push(`a request to ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await opened.goto(address);
  return opened;
}

/** Opens a view by its link, and waits until it is there. */
export async function view(page, title) {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: title, exact: true }).click();
  await page.locator(`nav a[aria-current="page"]`, { hasText: title }).waitFor();
}

/** axe finds nothing, and the page is no wider than the window. */
export async function accessible(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 4).map((node) => node.target.join(' ')).join(', ')}`);
  });
  assert.deepEqual(found, [], `axe on ${what}`);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(beyond <= 0, `${what} is ${beyond} pixels wider than the window`);
}

/** Waits for a download that an action begins, and gives its name and text. */
export async function downloaded(page, action) {
  const [download] = await Promise.all([page.waitForEvent('download'), action()]);
  const path = await download.path();
  return { name: download.suggestedFilename(), text: readFileSync(path, 'utf8'), bytes: readFileSync(path) };
}
