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
