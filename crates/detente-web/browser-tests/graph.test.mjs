// The graph of moves: what is drawn, by mouse and by keys, as a table, as ways and as files.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, closeBrowser, downloaded, page, serve, view } from './support.mjs';

after(closeBrowser);

/** Opens the graph of a case, when it is drawn. */
async function graph(t, name, size) {
  const { address } = await serve(t, { cases: [name], open: `${name}.toml` });
  const opened = await page(t, address, size);
  await view(opened, 'Graph');
  await opened.getByTestId('graph').locator('[data-node]').first().waitFor();
  return opened;
}

const says = (opened, words) => opened.getByTestId('says').filter({ hasText: words }).waitFor();
const nodes = (opened) => opened.getByTestId('graph').locator('[data-node]').count();

test('a small conflict is drawn whole, whatever moves are chosen, and everything is in the table too', async (t) => {
  const opened = await graph(t, 'elmira');
  for (const [kind, words] of [
    ['Moves', 'All 9 states and all moves'],
    ['Improvements', 'All 9 states and all improvements'],
    ['Best improvements', 'All 9 states and all best improvements'],
  ]) {
    await opened.getByRole('radio', { name: kind, exact: true }).check();
    await says(opened, words);
    assert.equal(await nodes(opened), 9);
    await accessible(opened, kind);
  }
  await opened.getByRole('radio', { name: 'Evolution' }).check();
  await says(opened, 'Where best improvements lead from the status quo s1: 2 states in all');
  await opened.getByTestId('moves-table').locator('summary').click();
  assert.match(await opened.getByTestId('moves-table').locator('tbody tr').innerText(), /s1\s+Local government\s+takes up “Insist on the original control order”\s+s5\s+an improvement/);
  await accessible(opened, 'the table of moves');
});

test('arrow keys follow the moves, Enter looks at a state, and the picture can begin there', async (t) => {
  const opened = await graph(t, 'us-china-2023');
  await opened.locator('[data-node][tabindex="0"]').focus();
  const focused = () => opened.evaluate(() => document.activeElement.getAttribute('aria-label')?.split(' ')[0]);
  assert.equal(await focused(), 's94');
  await opened.keyboard.press('ArrowLeft');
  const other = await focused();
  assert.notEqual(other, 's94');
  await opened.keyboard.press('Enter');
  await opened.getByTestId('node').getByRole('heading', { name: other }).waitFor();
  await accessible(opened, 'a state in the graph');
  await opened.getByRole('button', { name: 'Begin the picture here' }).click();
  await says(opened, `${other}, what one switch`);
  await opened.getByRole('button', { name: 'Begin at the status quo' }).click();
  await says(opened, 'the status quo s94, what one switch');
});

test('the picture is enlarged, moved and shown whole by keys and by buttons', async (t) => {
  const opened = await graph(t, 'us-china-2023');
  const box = () => opened.getByTestId('graph').locator('svg').getAttribute('viewBox');
  await opened.getByTestId('graph').focus();
  let before = await box();
  for (const key of ['+', 'ArrowRight', 'ArrowDown', '-', '0']) {
    await opened.keyboard.press(key);
    assert.notEqual(await box(), before, key);
    before = await box();
  }
  await opened.getByRole('button', { name: 'Enlarge' }).click();
  assert.notEqual(await box(), before);
});

test('moves are drawn of those who are chosen, and never of nobody', async (t) => {
  const opened = await graph(t, 'us-china-2023');
  await opened.getByRole('checkbox', { name: 'United States' }).uncheck();
  await says(opened, 'Only moves of China.');
  assert.equal(await opened.getByRole('checkbox', { name: 'China' }).isDisabled(), true);
});

test('the shortest ways are told, and one is shown in the picture', async (t) => {
  const opened = await graph(t, 'elmira');
  const ways = opened.getByTestId('ways');
  await ways.getByText('8 other states can be reached').waitFor();
  const way = ways.getByRole('listitem').filter({ hasText: /^\s*agreement/ });
  assert.match(await way.innerText(), /2 steps:\s+Ministry of the Environment takes up/);
  await way.getByRole('button', { name: /Show/ }).click();
  await opened.locator('.move.way').nth(1).waitFor();
  assert.equal(await opened.locator('.move.way').count(), 2);
  await accessible(opened, 'a way in the picture');
  await ways.getByLabel('by').selectOption('best');
  await ways.getByText('1 other state can be reached by best improvements').waitFor();
  assert.match(await way.innerText(), /cannot be reached by best improvements/);
});

test('the picture is saved as it is, as SVG and as PNG', async (t) => {
  const opened = await graph(t, 'elmira', { scheme: 'dark' });
  const svg = await downloaded(opened, () => opened.getByRole('button', { name: 'Save as SVG' }).click());
  assert.equal(svg.name, 'elmira-graph.svg');
  assert.match(svg.text, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.ok(svg.text.includes('>Uniroyal</text>') && svg.text.includes('s9 · Nash'), 'a legend and the states');
  assert.ok(!/class=|style=|var\(/.test(svg.text), 'nothing of the page is needed to draw it');
  const png = await downloaded(opened, () => opened.getByRole('button', { name: 'Save as PNG' }).click());
  assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  assert.ok(png.bytes.length > 5000);
});

test('a conflict without options is drawn, on a narrow screen too', async (t) => {
  const opened = await graph(t, 'garrison', { width: 390, height: 844 });
  assert.ok((await nodes(opened)) > 1);
  await accessible(opened, 'a graph on a narrow screen');
});

/** The panel of a state in the answer. */
async function reasons(opened, state) {
  await view(opened, 'Answer');
  await opened.locator('tbody.list tr').first().waitFor();
  await opened.evaluate((name) => (location.hash = `#/answer/${name}`), state);
  const panel = opened.getByTestId('state');
  await panel.getByRole('heading', { name: state }).waitFor();
  return panel;
}

test('the reasons of a stable verdict are shown in the graph as numbered moves, in words and in the table', async (t) => {
  const opened = await graph(t, 'us-china-2023');
  const panel = await reasons(opened, 's38');
  // Stable for the United States under GMR: eight improvements, each with its sanction.
  await panel.getByRole('row', { name: /^GMR/ }).getByRole('button').first().click();
  await panel.getByText('could improve in 8 ways').waitFor();
  await panel.getByRole('combobox', { name: /Moves of the reasons/ }).selectOption({ label: 'C: if it moves to s41' });
  await panel.getByRole('button', { name: 'Show these reasons in the graph' }).click();
  const told = opened.getByTestId('highlight');
  await told.getByText('why s38 is stable for United States under GMR').waitFor();
  await opened.locator('[data-step="2"]').waitFor();
  assert.deepEqual(await opened.locator('[data-step]').evaluateAll((all) => all.map((one) => one.dataset.step).sort()), ['1', '2']);
  assert.equal(await opened.locator('.move.way').count(), 2);
  const [first, second] = await told.getByRole('listitem').allInnerTexts();
  assert.match(first, /^1\s+United States takes up .*: s38 → s41, the improvement$/s);
  assert.match(second, /^2\s+China drops .*: s41 → s5, the sanction$/s);
  for (const [state, step] of [['s41', '1'], ['s5', '2']]) {
    assert.match(await opened.locator(`[data-node][aria-label^="${state} "]`).getAttribute('aria-label'), new RegExp(`highlighted: reached by step ${step}`));
  }
  assert.equal(await opened.getByLabel('Mark equilibria under').inputValue(), 'gmr');
  await opened.getByTestId('moves-table').locator('summary').click();
  const rows = opened.getByTestId('moves-table').locator('tbody tr');
  assert.match(await rows.nth(0).innerText(), /^1: the improvement\s+s38\s+United States/);
  assert.match(await rows.nth(1).innerText(), /^2: the sanction\s+s41\s+China/);
  assert.equal(await opened.getByTestId('moves-table').locator('tr.marked').count(), 2);
  await accessible(opened, 'reasons in the graph');
  await told.getByRole('button', { name: 'Clear the highlight' }).click();
  await told.waitFor({ state: 'detached' });
  await opened.locator('[data-step]').first().waitFor({ state: 'detached' });
});

test('the reasons of an unstable verdict show the improvement and what the others make of it, by keyboard alone', async (t) => {
  const opened = await graph(t, 'us-china-2023', { width: 390, height: 844, scheme: 'dark' });
  const panel = await reasons(opened, 's38');
  await panel.getByRole('row', { name: /^SEQ/ }).getByRole('button').first().focus();
  await opened.keyboard.press('Enter');
  const show = panel.getByRole('button', { name: 'Show these reasons in the graph' });
  await show.waitFor();
  await accessible(opened, 'reasons with their moves');
  await show.focus();
  await opened.keyboard.press('Enter');
  const told = opened.getByTestId('highlight');
  await told.getByText('why s38 is not stable for United States under SEQ').waitFor();
  await opened.waitForFunction(() => document.activeElement?.id === 'highlighted');
  await opened.locator('[data-step="1"]').waitFor();
  await accessible(opened, 'reasons in the graph on a narrow and dark screen');
  await opened.keyboard.press('Tab');
  await opened.keyboard.press('Enter');
  await told.waitFor({ state: 'detached' });
  await opened.waitForFunction(() => document.activeElement?.matches('[data-node]'));
});

test('what is highlighted goes when the text becomes another, and a state that nobody would leave shows what is not preferred', async (t) => {
  const opened = await graph(t, 'elmira');
  const panel = await reasons(opened, 's5');
  await panel.getByRole('row', { name: /^Nash/ }).getByRole('button').first().click();
  await panel.getByRole('button', { name: 'Show these reasons in the graph' }).click();
  const told = opened.getByTestId('highlight');
  await told.getByText('why s5 is stable for').waitFor();
  assert.match(await told.getByRole('listitem').first().innerText(), /possible, and not preferred to staying/);
  await (await reasons(opened, 's5')).getByRole('button', { name: 'Make this the status quo' }).click();
  await opened.getByText('changes not saved').waitFor();
  await view(opened, 'Graph');
  await opened.getByTestId('graph').locator('[data-node]').first().waitFor();
  assert.equal(await told.count(), 0);
});

test('an equilibrium shows the reasons of each decision maker by itself, in a conflict without options too', async (t) => {
  const opened = await graph(t, 'garrison');
  await opened.getByRole('radio', { name: 'Evolution' }).check();
  await view(opened, 'Answer');
  const state = (await opened.locator('tbody.list th button').first().innerText()).trim();
  const panel = await reasons(opened, state);
  await panel.getByRole('row', { name: /^GMR/ }).getByRole('button').last().click();
  const show = panel.getByRole('button', { name: /^Show this for .* in the graph$/ });
  await show.first().waitFor();
  for (let at = 0; at < (await show.count()); at += 1) {
    const who = /for (.*) in the graph/.exec(await show.nth(at).innerText())[1];
    await show.nth(at).click();
    await opened.getByTestId('highlight').getByText(`stable for ${who} under GMR`).waitFor();
    await opened.locator('[data-step]').first().waitFor();
    await accessible(opened, `the reasons of ${who}`);
    await reasons(opened, state);
    await panel.getByRole('row', { name: /^GMR/ }).getByRole('button').last().click();
    await show.first().waitFor();
  }
});
