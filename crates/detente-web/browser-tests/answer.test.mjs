// The answer: the table of states, what is listed in it, and why a verdict holds.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, closeBrowser, downloaded, page, serve, view } from './support.mjs';

after(closeBrowser);

const first = { cases: ['us-china-2023'], open: 'us-china-2023.toml' };

/** Opens the answer of a case, when its states are there. */
async function answer(t, served, size) {
  const { address } = await serve(t, served);
  const opened = await page(t, address, size);
  await view(opened, 'Answer');
  await opened.locator('tbody.list tr').first().waitFor();
  return opened;
}

const listed = (opened) => opened.locator('.list [role=status]').innerText();

test('the answer comes first, the status quo stays on top, and any verdict opens its reasons, which the checker verifies', async (t) => {
  const opened = await answer(t, first);
  await opened.getByText('The status quo s94 is stable for both under all five concepts.').waitFor();
  assert.match(await opened.locator('tbody.pinned').innerText(), /s94\s+now/);
  await accessible(opened, 'the answer');
  await opened.locator('button[data-state=s94]').click();
  const panel = opened.getByTestId('state');
  await panel.getByRole('button', { name: /stable/ }).first().click();
  await panel.getByText('United States prefers none of its 11 moves to staying').waitFor();
  await panel.getByRole('button', { name: /Verify/ }).click();
  await panel.getByText('Verified.').waitFor();
  await accessible(opened, 'a state with its reasons');
  const { name, text } = await downloaded(opened, () => panel.getByRole('button', { name: 'Save the certificate' }).click());
  assert.equal(name, 's94-us-nash.json');
  assert.ok(JSON.parse(text));
});

test('states are listed by counts, outcomes, options and conditions, and sorted by any column', async (t) => {
  const opened = await answer(t, first);
  const names = () => opened.locator('tbody.list th button').allInnerTexts();
  await opened.getByTitle('List the equilibria under Nash').click();
  assert.match(await listed(opened), /^6 of 120 states/);
  assert.equal((await names()).length, 5, 'the sixth is the status quo, on top');
  await opened.getByTitle('List the equilibria under Nash').click();
  await opened.getByLabel('Outcome').selectOption('+conflict');
  const conflict = Number(/^\d+/.exec(await listed(opened))[0]);
  await opened.getByLabel('Outcome').selectOption('-conflict');
  assert.equal(Number(/^\d+/.exec(await listed(opened))[0]) + conflict, 120);
  await opened.getByRole('button', { name: 'List all states' }).click();
  await opened.getByLabel('Condition').fill('china.force and not us.arms');
  await opened.keyboard.press('Enter');
  await opened.locator('.list [role=status]', { hasText: /^\d+ of 120/ }).waitFor();
  for (const row of await opened.locator('tbody.list tr').all()) {
    assert.match(await row.locator('td[title^="china.force"]').getAttribute('title'), /: on$/);
    assert.match(await row.locator('td[title^="us.arms"]').getAttribute('title'), /: off$/);
  }
  await opened.getByLabel('Condition').fill('china.force and');
  await opened.keyboard.press('Enter');
  await opened.locator('search [role=alert]', { hasText: 'breaks off' }).waitFor();
  await accessible(opened, 'a condition that breaks off');
  await opened.getByRole('button', { name: 'List all states' }).click();
  await opened.getByTitle(/^Rank for China/).click();
  assert.equal(await opened.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
  assert.deepEqual((await names()).slice(0, 2).length, 2);
});

test('arrow keys go through all states of a long table, Enter opens one, and few rows are in the page', async (t) => {
  const opened = await answer(t, { cases: ['us-china-2023-north-korea'], open: 'us-china-2023-north-korea.toml' });
  await opened.locator('tbody.pinned button').focus();
  const focused = () => opened.evaluate(() => document.activeElement.textContent);
  for (let step = 0; step < 60; step += 1) await opened.keyboard.press('ArrowDown');
  assert.equal(await focused(), 's60');
  await opened.keyboard.press('End');
  await opened.waitForFunction(() => document.activeElement.textContent === 's1920');
  assert.ok((await opened.locator('tbody.list tr').count()) < 100);
  await opened.keyboard.press('Enter');
  await opened.getByTestId('state').waitFor();
  await opened.keyboard.press('Home');
  await opened.waitForFunction(() => document.activeElement.textContent === 's670');
});

test('an edit says what it changed, marks it, and can be taken back', async (t) => {
  const opened = await answer(t, { cases: ['prisoners-dilemma'], open: 'prisoners-dilemma.toml' });
  await view(opened, 'Text');
  const editor = opened.getByTestId('editor').getByRole('textbox');
  await editor.click();
  await opened.keyboard.press('Control+f');
  await opened.getByRole('textbox', { name: 'Find' }).pressSequentially('"second.cooperate", "not cooperate"');
  await opened.keyboard.press('Enter');
  await opened.keyboard.press('Escape');
  await opened.keyboard.insertText('"cooperate"');
  await opened.getByText('changes not saved').waitFor();
  await opened.waitForTimeout(600);
  await view(opened, 'Answer');
  await opened.getByTestId('changed').waitFor();
  await opened.getByText('△ changed').first().waitFor();
  await opened.getByLabel('only what changed').check();
  assert.match(await listed(opened), /of 4 states/);
  await accessible(opened, 'what an edit changed');
});

test('on a narrow and dark screen the answer fits, and a state opens below the table', async (t) => {
  const opened = await answer(t, first, { width: 390, height: 844, scheme: 'dark' });
  await opened.locator('button[data-state=s1]').click();
  await opened.getByTestId('state').waitFor();
  await accessible(opened, 'the answer on a narrow screen');
});

test('a state can be made the status quo, and shown in the graph', async (t) => {
  const opened = await answer(t, first);
  await opened.locator('button[data-state=s1]').click();
  await opened.getByRole('button', { name: 'Make this the status quo' }).click();
  await opened.locator('tbody.pinned button[data-state=s1]').waitFor();
  await opened.getByRole('button', { name: /Undo/ }).click();
  await opened.locator('tbody.pinned button[data-state=s94]').waitFor();
  await opened.getByRole('button', { name: 'Show in the graph' }).click();
  await opened.getByTestId('graph').locator('[data-node]').first().waitFor();
  assert.match(opened.url(), /#\/graph\/s1$/);
});
