// From the document to a claim: what is selected becomes the place and the fragment of a claim, byte for byte.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, closeBrowser, page, serve, view } from './support.mjs';

after(closeBrowser);

// Characters of one, two, three and four bytes, and both kinds of line ends.
const DOCUMENT = '“We’ll mend it,” said Zoë — twice 🧱🧱.\r\nThe other neighbour “won’t”.\n\nMöglich ist alles; nothing was signed.\n';
const bytes = (text) => Buffer.byteLength(text, 'utf8');
/** The bytes of a passage. */
const at = (passage) => {
  const start = bytes(DOCUMENT.slice(0, DOCUMENT.indexOf(passage)));
  return [start, start + bytes(passage)];
};
const sha256 = createHash('sha256').update(DOCUMENT).digest('hex');

const CASE = `format = 1
title = "Two neighbours"
status_quo = ""

[sources.A]
title = "What was said"
file = "said.txt"
sha256 = "${sha256}"

[claims.K1] # the first
source = "A"
at = [${at('“won’t”').join(', ')}] # bytes
quote = "“won’t”"
standing = "quoted"
reading = "It would not."

[decision_makers.east]
options.mend = "Mend the fence"
prefers = ["not mend"]
`.replace('status_quo = ""', 'status_quo = "N"');

const both = [{}, { width: 390, height: 844, scheme: 'dark' }];

async function open(t, size) {
  const folder = await serve(t, { files: { 'case.toml': CASE, 'said.txt': DOCUMENT }, open: 'case.toml' });
  const opened = await page(t, folder.address, size);
  await opened.getByRole('heading', { level: 1 }).waitFor();
  return { folder, opened };
}

async function said(opened, words) {
  await opened.locator('div.visually-hidden[role=status]', { hasText: words }).first().waitFor({ state: 'attached' });
}

async function saved(opened, folder) {
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  return folder.read('case.toml');
}

/** Selects a passage with the caret alone. */
async function selectByKeys(opened, box, passage) {
  await box.focus();
  await opened.keyboard.press('Control+Home');
  const [before, inside] = [DOCUMENT.slice(0, DOCUMENT.indexOf(passage)), passage].map((text) => [...text.replaceAll('\r\n', '\n')].length);
  for (let n = 0; n < before; n += 1) await opened.keyboard.press('ArrowRight');
  await opened.keyboard.down('Shift');
  for (let n = 0; n < inside; n += 1) await opened.keyboard.press('ArrowRight');
  await opened.keyboard.up('Shift');
}

/** Selects a passage by dragging over it. */
async function selectByMouse(opened, box, passage) {
  const [from, to] = await box.evaluate((element, passage) => {
    const all = document.createRange();
    all.selectNodeContents(element);
    const start = all.toString().indexOf(passage);
    const place = (units) => {
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let left = units;
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (left < node.data.length) {
          const range = document.createRange();
          range.setStart(node, left);
          range.setEnd(node, left + 1);
          const rect = range.getBoundingClientRect();
          return rect;
        }
        left -= node.data.length;
      }
      return null;
    };
    element.scrollIntoView({ block: 'center' });
    const first = place(start);
    const last = place(start + passage.length - 1);
    return [
      { x: first.left + 1, y: (first.top + first.bottom) / 2 },
      { x: last.right - 1, y: (last.top + last.bottom) / 2 },
    ];
  }, passage);
  await opened.mouse.move(from.x, from.y);
  await opened.mouse.down();
  await opened.mouse.move((from.x + to.x) / 2, to.y, { steps: 3 });
  await opened.mouse.move(to.x, to.y, { steps: 3 });
  await opened.mouse.up();
}

test('what is selected by keys becomes the place and the fragment of a claim, byte for byte', async (t) => {
  for (const size of both) {
    const { folder, opened } = await open(t, size);
    await opened.evaluate(() => (location.hash = '#/model/claims:K1'));
    await opened.getByRole('button', { name: 'Choose in the document' }).focus();
    await opened.keyboard.press('Enter');
    const box = opened.getByRole('textbox', { name: 'The text of A' });
    await box.waitFor();
    for (const passage of ['We’ll mend it', '🧱🧱', 'twice 🧱🧱.\r\nThe other', 'Möglich ist alles']) {
      await selectByKeys(opened, box, passage);
      const [from, to] = at(passage);
      await opened.getByTestId('selected').filter({ hasText: `bytes ${from} to ${to}` }).waitFor();
      await opened.getByRole('button', { name: 'Use what is selected' }).focus();
      await opened.keyboard.press('Enter');
      await said(opened, 'take the place of K1 from the document');
      await opened.waitForFunction((from) => document.querySelector('input[aria-label="First byte of K1"]').value === String(from), from);
      const text = await saved(opened, folder);
      assert.ok(text.includes(`at = [${from}, ${to}] # bytes`), text);
      assert.ok(text.includes(`quote = "${passage.split('\r\n')[0]}"`), text);
      assert.deepEqual(DOCUMENT.includes(passage), true);
    }
    // What is written into it is not.
    await box.focus();
    await opened.keyboard.type('x');
    await opened.keyboard.press('Enter');
    await opened.keyboard.press('Delete');
    await opened.keyboard.press('Control+x');
    assert.equal(await box.evaluate((element) => element.textContent), DOCUMENT);
    await accessible(opened, 'a claim and its document');
    // One undo takes both back.
    for (let n = 0; n < 4; n += 1) await opened.getByRole('button', { name: /Undo/ }).click();
    assert.equal(await saved(opened, folder), CASE);
  }
});

test('a passage of the document becomes a claim of its own, by mouse, and is marked and verified', async (t) => {
  for (const size of both) {
    const { folder, opened } = await open(t, size);
    const text = opened.getByRole('group', { name: 'The text of A' });
    await text.waitFor();
    const make = opened.getByRole('button', { name: 'Make a claim of this' });
    assert.equal(await make.isDisabled(), true);
    await selectByMouse(opened, text, 'nothing was signed');
    const [from, to] = at('nothing was signed');
    await opened.getByTestId('selected').filter({ hasText: `bytes ${from} to ${to}` }).waitFor();
    await accessible(opened, 'a selection in the document');
    await make.click();
    await said(opened, 'make the claim K2 of a passage of A');
    const part = opened.locator('[data-part="K2"]');
    await part.getByRole('textbox', { name: /Reading/ }).first().waitFor();
    await opened.waitForFunction(() => document.activeElement?.closest('[data-part="K2"]'));
    const file = await saved(opened, folder);
    assert.ok(file.includes(`at = [${from}, ${to}]`) && file.includes('quote = "nothing was signed"'), file);
    assert.ok(file.includes('[claims.K1] # the first'), file);
    await view(opened, 'Situation');
    await opened.locator('mark', { hasText: 'nothing was signed' }).waitFor();
    assert.match(await opened.locator('[data-claim="K2"]').innerText(), /verified byte for byte/);
  }
});

test('in the situation a passage is selected by keys as well, blanks around it are left out, and nothing is made of blanks', async (t) => {
  const { folder, opened } = await open(t);
  await opened.getByRole('button', { name: 'Select by keys' }).focus();
  await opened.keyboard.press('Enter');
  const box = opened.getByRole('textbox', { name: 'The text of A' });
  await selectByKeys(opened, box, ' said Zoë ');
  const [from, to] = at('said Zoë');
  await opened.getByTestId('selected').filter({ hasText: `bytes ${from} to ${to}` }).waitFor();
  await accessible(opened, 'the caret in the document');
  await selectByKeys(opened, box, '\n\n');
  await opened.waitForFunction(() => getSelection().toString().length === 2);
  await opened.getByTestId('selected').filter({ hasText: 'Select a passage' }).waitFor();
  assert.equal(await opened.getByRole('button', { name: 'Make a claim of this' }).isDisabled(), true);
  await selectByKeys(opened, box, ' said Zoë ');
  // The page is told of a selection after the key, not with it.
  await opened.getByTestId('selected').filter({ hasText: `bytes ${from} to ${to}` }).waitFor();
  await opened.getByRole('button', { name: 'Make a claim of this' }).focus();
  await opened.keyboard.press('Enter');
  await said(opened, 'make the claim K2');
  assert.ok((await saved(opened, folder)).includes(`at = [${from}, ${to}]`));
});
