// The answer: the table of states, what is listed in it, and why a verdict holds.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { accessible, closeBrowser, downloaded, page, root, serve, view } from './support.mjs';

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
  await opened.waitForFunction(() => [...document.querySelectorAll('tbody.list td[title^="china.force"]')].every((cell) => cell.title.endsWith(': on')));
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

test('the states of a large conflict are sorted and filtered like those of a small one, page by page', async (t) => {
  const large = readFileSync(join(root, 'crates', 'detente-web', 'src', 'listing', 'large.toml'), 'utf8');
  const opened = await answer(t, { files: { 'large.toml': large }, open: 'large.toml' });
  const says = (words) => opened.locator('.list [role=status]', { hasText: words }).waitFor();
  const column = (at) => opened.locator(`tbody.list tr[aria-rowindex] td:nth-of-type(${at})`).allInnerTexts();
  await says(/^1 to 200 of 65[,.]536 states\.$/);
  const headings = opened.getByTestId('states').locator('thead tr:last-child th, thead th[rowspan]');
  assert.equal(await headings.count(), 1 + 16 + 4 + 5 + 1);
  for (const heading of await headings.all()) assert.equal(await heading.getByRole('button').count(), 1, await heading.innerText());
  // Sixteen options, four ranks, five concepts, outcomes.
  const [option, rank, nash, outcomes] = [5, 17 + 3, 17 + 4, 17 + 9];
  const page = opened.getByRole('group', { name: 'Pages' }).getByRole('spinbutton');
  const sorted = async (title, way) => {
    await opened.getByTitle(title).first().click();
    assert.equal(await opened.locator('th[aria-sort]').getAttribute('aria-sort'), way);
    await says(/^1 to 200 .*states\.$/);
  };
  const goTo = async (number) => {
    await page.fill(String(number));
    await page.press('Enter');
    await says(new RegExp(`^${((number - 1) * 200 + 1).toLocaleString('en').replace(',', '[,.]')} to .*states\\.$`));
  };
  const [best, worst] = [1, Number(/of (\d+)/.exec(await opened.getByTitle(/^Rank for d/).first().getAttribute('title'))[1])];
  await sorted(/^Rank for d/, 'ascending');
  const ranks = (await column(rank)).map(Number);
  assert.equal(ranks[0], best);
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
  await goTo(328);
  const last = (await column(rank)).map(Number);
  assert.deepEqual(last, [...last].sort((a, b) => a - b));
  assert.equal(last.at(-1), worst);
  await sorted(/^Rank for d/, 'descending');
  assert.ok((await column(rank)).every((text) => Number(text) === worst));
  await sorted(/^b\.o0: /, 'ascending');
  assert.ok((await column(option)).every((text) => text.includes('●')));
  await sorted(/^b\.o0: /, 'descending');
  assert.ok((await column(option)).every((text) => text.includes('○')));
  await sorted(/^By the outcomes/, 'ascending');
  assert.ok((await column(outcomes)).every((text) => text === 'calm, storm'));
  await sorted(/^Nash stability: |^Nash/, 'ascending');
  const equilibria = Number((await opened.getByTitle('List the equilibria under Nash').innerText()).replace(/\D/g, ''));
  const marked = (await column(nash)).filter((text) => text.includes('◆')).length;
  assert.ok(marked > 0 && marked >= Math.min(equilibria, 200) - 1, `${marked} of ${equilibria}`);
  // Filters that only the page had.
  await opened.getByTitle('List the states that are stable for c under Nash').click();
  await says(/^1 to 200 of .* that match, of 65[,.]536 in all\.$/);
  await opened.getByTestId('find').fill('s12');
  await says(/^1 to \d+ of [\d.,]+ states that match, of 65[,.]536 in all\.$/);
  for (const name of await opened.locator('tbody.list th button').allInnerTexts()) assert.match(name, /^s12/);
  await opened.getByRole('button', { name: 'List all states' }).click();
  await says(/^1 to 200 of 65[,.]536 states\.$/);
  await opened.getByLabel('Outcome').selectOption('-storm');
  await says(/of 49[,.]152 states that match.*\.$/);
  await accessible(opened, 'a large conflict, sorted and filtered');
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
