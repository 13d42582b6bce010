// The story of somebody who has never seen the workbench: read why things stay as they are, change one wish, see the answer move, take it back, settle something, send a report.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, closeBrowser, downloaded, page, serve, view } from './support.mjs';

after(closeBrowser);

/** Opens a part of the model. */
async function part(opened, name) {
  await opened.getByRole('navigation', { name: 'Parts of the model' }).getByRole('link', { name }).click();
}

/** Opens a question of “What if”, and waits for its answer. */
async function question(opened, name) {
  await view(opened, 'What if');
  await opened.getByRole('tab', { name }).click();
}

test('a newcomer opens the first case, understands, changes, takes back, stabilises and sends a report', async (t) => {
  const { address } = await serve(t, { open: 'us-china-2023' });
  const opened = await page(t, address);

  // What it is about.
  await opened.getByRole('heading', { level: 1, name: /United States and China after the Beijing talks/ }).waitFor();
  await opened.getByText('Keep direct talks at senior level open').first().waitFor();

  // Why the status quo is stable.
  await view(opened, 'Answer');
  await opened.getByText('The status quo s94 is stable for both under all five concepts.').waitFor();
  await opened.locator('button[data-state=s94]').click();
  const panel = opened.getByTestId('state');
  await panel.getByRole('button', { name: /stable/ }).first().click();
  await panel.getByText('United States prefers none of its 11 moves to staying').waitFor();

  // One wish is moved: open talks matter more to the United States than that the prohibition follows the build-up.
  await view(opened, 'Model');
  await part(opened, 'Wants');
  await opened.getByRole('textbox', { name: 'Condition of u3', exact: true }).focus();
  await opened.keyboard.press('Alt+ArrowUp');
  await opened.locator('div.visually-hidden[role=status]', { hasText: 'move u3' }).first().waitFor({ state: 'attached' });
  await view(opened, 'Answer');
  await opened.getByTestId('changed').filter({ hasText: '2 states are an equilibrium under other concepts than before' }).waitFor();

  // And taken back.
  await opened.getByRole('button', { name: /Undo/ }).click();
  await opened.getByText('· unchanged').waitFor();

  // An outcome is stabilised, a plan is tried, and it works.
  await question(opened, 'Stabilise');
  await opened.getByLabel('Wanted').selectOption('calm');
  await opened.getByLabel('An equilibrium under').selectOption('nash');
  await opened.getByLabel('What may change').selectOption('statements');
  await opened.getByRole('button', { name: 'Ask', exact: true }).click();
  await opened.getByTestId('answer').waitFor();
  await accessible(opened, 'stabilise with its answer');
  const plans = opened.getByTestId('plans');
  if (await plans.count()) {
    await plans.getByRole('button', { name: 'Try it' }).first().click();
    await opened.getByText('In view: the variant').waitFor();
    await opened.locator('tbody.list tr').first().waitFor();
    await opened.getByRole('button', { name: /Undo/ }).click();
    await opened.getByText('In view: the variant').waitFor({ state: 'detached' });
  }

  // The report is a page that reads by itself.
  await opened.getByRole('button', { name: /Take out/ }).click();
  const report = await downloaded(opened, () => opened.getByRole('menuitem', { name: /Report: a page/ }).click());
  assert.equal(report.name, 'us-china-2023.html');
  assert.match(report.text, /^<!DOCTYPE html>/);
  assert.match(report.text, /United States and China after the Beijing talks/);
});

test('every question is answered in both themes and sizes, and axe finds nothing', async (t) => {
  const { address } = await serve(t, { open: 'us-china-2023' });
  for (const size of [{}, { width: 390, height: 844, scheme: 'dark' }]) {
    const opened = await page(t, address, size);
    await opened.getByRole('heading', { level: 1 }).waitFor();
    await accessible(opened, 'the situation');
    for (const name of ['Propositions', 'Paths and shocks', 'Variants', 'Joint moves', 'Unknowns', 'Views']) {
      await question(opened, name);
      await opened.getByTestId('answer').waitFor();
      assert.doesNotMatch(await opened.locator('main').innerText(), /(^|[\s(])--[a-z]|detente [a-z]/, `${name} says what can be done in a terminal`);
      await accessible(opened, name);
    }
    await question(opened, 'Pivots');
    await opened.getByRole('button', { name: 'Ask', exact: true }).click();
    await opened.getByTestId('answer').waitFor();
    await accessible(opened, 'Pivots');
    await view(opened, 'Text');
    await opened.getByTestId('editor').waitFor();
    await accessible(opened, 'the text');
  }
});

test('what a list leaves out can be had in a longer one, and a search that ended can go on', async (t) => {
  const { address } = await serve(t, { open: 'us-china-2023' });
  const opened = await page(t, address);
  await opened.getByRole('heading', { level: 1 }).waitFor();
  await question(opened, 'Paths and shocks');
  await opened.getByRole('combobox', { name: 'By', exact: true }).selectOption('moves');
  await opened.getByRole('button', { name: 'Ask', exact: true }).click();
  await opened.getByText('The nearest 20 of 120 states; longer lists show more.').waitFor();
  await opened.getByLabel('Lists of up to').selectOption('1000');
  await opened.getByRole('button', { name: 'Ask', exact: true }).click();
  await opened.getByText('longer lists show more').waitFor({ state: 'detached' });
  await question(opened, 'Pivots');
  await opened.getByLabel('Sets of up to').selectOption('1');
  await opened.getByRole('button', { name: 'Ask', exact: true }).click();
  await opened.getByTestId('answer').getByText('“larger sets too” goes on').waitFor();
  await opened.getByLabel('Sets of up to').selectOption('2');
  await opened.getByLabel('larger sets too').check();
  await opened.getByRole('button', { name: 'Ask', exact: true }).click();
  await opened.getByTestId('answer').getByText('All sets of 2 in which no smaller one does it').waitFor();
  await accessible(opened, 'pivots that went on');
});

test('the first page offers the catalogue and the files of the folder, and leads into a conflict and back', async (t) => {
  const { address } = await serve(t, { cases: ['chicken'] });
  const opened = await page(t, address);
  await opened.getByRole('button', { name: 'Elmira: who cleans the groundwater?' }).waitFor();
  await accessible(opened, 'the first page');
  await opened.getByRole('region', { name: 'Conflicts in this folder' }).getByRole('button', { name: 'Chicken' }).click();
  await opened.getByRole('heading', { level: 1, name: 'Chicken' }).waitFor();
  await opened.getByRole('button', { name: 'Other file…' }).click();
  await opened.getByRole('button', { name: 'Elmira: who cleans the groundwater?' }).waitFor();
});

test('the others answer each move, a game is told in sentences, and it can be taken back and saved', async (t) => {
  const { address } = await serve(t, { open: 'elmira' });
  const opened = await page(t, address);
  await view(opened, 'Play');
  await opened.getByTestId('offers').getByRole('button').first().click();
  const told = opened.getByTestId('transcript').getByRole('listitem');
  await told.nth(2).waitFor();
  await accessible(opened, 'a game');
  const { name, text } = await downloaded(opened, () => opened.getByRole('button', { name: 'Save the transcript' }).click());
  assert.equal(name, 'transcript.txt');
  assert.match(text, /1\. .*\n2\. /);
  await opened.getByRole('button', { name: 'Take back' }).click();
  await told.nth(1).waitFor({ state: 'detached' });
});

test('a conflict with a million states is worked on with progress that can be cancelled, and its states are paged', async (t) => {
  const options = Array.from({ length: 22 }, (_, n) => `options.o${n} = "Option ${n}"`);
  const half = (from) => options.slice(from, from + 11).join('\n');
  const wants = (others, own) => JSON.stringify([...others.map((n) => `o${n}`), ...own.map((n) => `not o${n}`)]);
  const [first, second] = [Array.from({ length: 11 }, (_, n) => n), Array.from({ length: 11 }, (_, n) => n + 11)];
  const text = `format = 1\ntitle = "A large one"\nstatus_quo = []\n\n[decision_makers.a]\n${half(0)}\nprefers = ${wants(second, first)}\n\n[decision_makers.b]\n${half(11)}\nprefers = ${wants(first, second)}\n`;
  const { address } = await serve(t, { files: { 'large.toml': text } });
  const opened = await page(t, address);
  await opened.getByRole('button', { name: 'A large one' }).click();
  await opened.getByRole('button', { name: 'Cancel' }).click();
  await opened.getByText(/Cancelled/).waitFor();
  await view(opened, 'Text');
  await opened.getByTestId('editor').getByRole('textbox').click();
  await opened.keyboard.press('Control+End');
  await opened.keyboard.insertText('# again\n');
  await view(opened, 'Answer');
  await opened.getByText(/4[,.]194[,.]304/).first().waitFor({ timeout: 120_000 });
  await accessible(opened, 'the answer of a large conflict');
});

test('the main story works by keyboard alone', async (t) => {
  const { address } = await serve(t, { open: 'elmira' });
  const opened = await page(t, address);
  await opened.getByRole('heading', { level: 1, name: /Elmira/ }).waitFor();
  const focused = () => opened.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  await opened.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  // The views are links: Tab comes to each, Enter opens it, and the focus can be seen.
  const reach = async (words) => {
    for (let n = 0; n < 60 && (await focused()) !== words; n += 1) await opened.keyboard.press('Tab');
    assert.equal(await focused(), words);
    const outline = await opened.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', `the focus on ${words} cannot be seen`);
  };
  await reach('Answer');
  await opened.keyboard.press('Enter');
  await opened.locator('tbody tr').first().waitFor();
  await reach('What if');
  await opened.keyboard.press('Enter');
  await opened.getByRole('tablist').waitFor();
  await reach('Propositions');
  await opened.keyboard.press('ArrowRight');
  await opened.keyboard.press('ArrowRight');
  assert.equal(await focused(), 'Stabilise');
  await reach('Ask');
  await opened.keyboard.press('Enter');
  await opened.getByTestId('answer').waitFor();
});
