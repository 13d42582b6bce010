// The text is the document: typing, errors at their place, saving, and what happens when the file changes elsewhere.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { accessible, closeBrowser, page, serve, view } from './support.mjs';

after(closeBrowser);

/** Replaces words in the editor, as typing would. */
async function retype(opened, from, to) {
  const editor = opened.getByTestId('editor').getByRole('textbox');
  await editor.click();
  await opened.keyboard.press('Control+Home');
  await opened.keyboard.press('Control+f');
  await opened.getByRole('textbox', { name: 'Find' }).pressSequentially(from);
  await opened.keyboard.press('Enter');
  await opened.keyboard.press('Escape');
  await opened.keyboard.insertText(to);
}

test('an error shows at its place, the last good answer stays, and mending it takes the complaint away', async (t) => {
  const { address } = await serve(t, { cases: ['prisoners-dilemma'], open: 'prisoners-dilemma.toml' });
  const opened = await page(t, address);
  await view(opened, 'Text');
  await retype(opened, 'decision_makers', 'decision_maker');
  await opened.getByTestId('errors').waitFor();
  await accessible(opened, 'the text with errors');
  await view(opened, 'Situation');
  assert.match(await opened.getByTestId('errors').innerText(), /last text without errors/);
  await opened.getByTestId('errors').getByRole('button').first().click();
  await opened.getByTestId('editor').waitFor();
  await opened.getByRole('button', { name: /Undo/ }).click();
  await opened.getByTestId('errors').waitFor({ state: 'detached' });
});

test('saving keeps every byte that was not changed, and the page knows what is saved', async (t) => {
  const { address, read } = await serve(t, { cases: ['elmira'], open: 'elmira.toml' });
  const before = read('elmira.toml');
  const opened = await page(t, address);
  await view(opened, 'Text');
  await retype(opened, 'title = "', 'title = "Changed: ');
  await opened.getByText('changes not saved').waitFor();
  await opened.keyboard.press('Control+s');
  await opened.getByText('· saved').waitFor();
  assert.ok(read('elmira.toml') === before.replace('title = "', 'title = "Changed: '), 'more than the title changed');
});

test('a case of the catalogue is saved under a name of its own, and a name that is taken is refused', async (t) => {
  const { address, read, has } = await serve(t, { cases: ['chicken'], open: 'elmira' });
  const opened = await page(t, address);
  await opened.getByRole('button', { name: 'Save as…' }).click();
  const name = opened.getByRole('textbox', { name: /Name of the file/ });
  await name.fill('no good/name.toml');
  assert.equal(await opened.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).isDisabled(), true);
  await name.fill('chicken.toml');
  await opened.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText(/There is a file chicken.toml already/).waitFor();
  await name.fill('mine.toml');
  await opened.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('mine.toml').first().waitFor();
  assert.ok(has('mine.toml'));
  assert.match(read('mine.toml'), /Elmira/);
});

test('a file that changes on disk is shown anew, and with changes of our own nothing is lost either way', async (t) => {
  const { address, folder, read } = await serve(t, { cases: ['chicken'], open: 'chicken.toml' });
  const opened = await page(t, address);
  await opened.getByRole('heading', { level: 1 }).waitFor();
  writeFileSync(join(folder, 'chicken.toml'), read('chicken.toml').replace('title = "', 'title = "Once '));
  await opened.getByRole('heading', { level: 1, name: /^Once / }).waitFor();
  await view(opened, 'Text');
  await retype(opened, 'title = "Once', 'title = "Mine');
  await opened.getByRole('heading', { level: 1, name: /^Mine / }).waitFor();
  writeFileSync(join(folder, 'chicken.toml'), read('chicken.toml').replace('title = "Once', 'title = "Theirs'));
  await opened.getByRole('dialog', { name: /has changed on disk/ }).waitFor();
  await accessible(opened, 'the question about a changed file');
  await opened.getByRole('button', { name: /Take the text on disk/ }).click();
  await opened.getByRole('heading', { level: 1, name: /^Theirs / }).waitFor();
  await opened.getByRole('button', { name: /Undo/ }).click();
  await opened.getByRole('heading', { level: 1, name: /^Mine / }).waitFor();
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  assert.match(read('chicken.toml'), /title = "Mine/);
});

test('two windows on one file do not lose each other’s edits', async (t) => {
  const { address, read } = await serve(t, { cases: ['chicken'], open: 'chicken.toml' });
  const [one, other] = [await page(t, address), await page(t, address)];
  for (const [opened, word] of [[one, 'First'], [other, 'Second']]) {
    await opened.getByRole('heading', { level: 1 }).waitFor();
    await view(opened, 'Text');
    await retype(opened, 'title = "', `title = "${word} `);
    await opened.getByText('changes not saved').waitFor();
  }
  await one.keyboard.press('Control+s');
  await one.getByText('· saved').waitFor();
  await other.getByRole('dialog', { name: /has changed on disk/ }).waitFor();
  assert.match(read('chicken.toml'), /title = "First /);
  await other.getByRole('button', { name: /Keep my text/ }).click();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByText('· saved').waitFor();
  assert.match(read('chicken.toml'), /title = "Second /);
  await one.getByRole('heading', { level: 1, name: /^Second / }).waitFor();
  await one.getByRole('button', { name: /Undo/ }).click();
  await one.getByRole('heading', { level: 1, name: /^First / }).waitFor();
});

test('a server that is killed while it saves leaves the old file or the new one', async (t) => {
  const { address, folder, server, read } = await serve(t, { cases: ['us-china-2023'], open: 'us-china-2023.toml' });
  const before = read('us-china-2023.toml');
  const after = `${before}\n# ${'x'.repeat(6 << 20)}\n`;
  const token = new URL(address).hash.slice(1);
  const url = new URL('/api/save', address);
  const { createHash } = await import('node:crypto');
  const expected = createHash('sha256').update(before).digest('hex');
  const saving = fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'us-china-2023.toml', text: after, expected }),
  }).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 12));
  server.kill('SIGKILL');
  await saving;
  const { readFileSync } = await import('node:fs');
  const left = readFileSync(join(folder, 'us-china-2023.toml'), 'utf8');
  assert.ok(left === before || left === after, 'neither the old nor the new text');
});
