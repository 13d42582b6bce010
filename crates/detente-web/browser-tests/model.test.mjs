// The model: what forms and ordered lists do to the file, by pointer and by keyboard, and what they do when the file has errors.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, closeBrowser, page, serve, view } from './support.mjs';

after(closeBrowser);

/** Opens a part of the model. */
async function part(opened, name) {
  await opened.getByRole('navigation', { name: 'Parts of the model' }).getByRole('link', { name }).click();
  await opened.locator('.model nav a[aria-current="true"]', { hasText: name }).waitFor();
}

/** Waits until the page has said that something was done. */
async function said(opened, words) {
  await opened.locator('div.visually-hidden[role=status]', { hasText: words }).first().waitFor({ state: 'attached' });
}

/** Saves, and gives the lines of the file that are not those of before: removed with -, added with +. */
async function saved(opened, folder, before) {
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  const [old, now] = [before, folder.read('case.toml')].map((text) => text.split('\n'));
  return [...old.filter((line) => !now.includes(line)).map((line) => `-${line}`), ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`)];
}

const CASE = `format = 1
title = "Two neighbours" # kept
status_quo = "YN"

[decision_makers.east]
options.mend = "Mend the fence"
prefers = [
  "west.mend", # first of all
  { id = "e2", that = "not mend" },
]

[decision_makers.west]
options.mend = "Mend the fence"
prefers = ["east.mend", "not mend"]

[outcomes]
mended = "east.mend or west.mend"
`;

async function open(t, text = CASE, size = {}) {
  const folder = await serve(t, { files: { 'case.toml': text }, open: 'case.toml' });
  const opened = await page(t, folder.address, size);
  await view(opened, 'Model');
  return { folder, opened };
}

test('a want moves by keys, the focus stays with it, and the file keeps its comments', async (t) => {
  const { folder, opened } = await open(t);
  await part(opened, 'Wants');
  const condition = opened.getByRole('textbox', { name: 'Condition of e2', exact: true });
  await condition.focus();
  await opened.keyboard.press('Alt+ArrowUp');
  await said(opened, 'move e2 to place 1 of 2');
  assert.equal(await condition.evaluate((field) => field === document.activeElement), true);
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  assert.match(folder.read('case.toml'), /\{ id = "e2", that = "not mend" \},\n {2}"west\.mend", # first of all/);
  await opened.getByRole('button', { name: 'Move e2 down' }).click();
  await said(opened, 'move e2 to place 2 of 2');
  await opened.getByRole('textbox', { name: 'place of e2, of 2' }).fill('1');
  await opened.keyboard.press('Enter');
  await said(opened, 'move e2 to place 1 of 2');
  await opened.getByRole('button', { name: 'Undo' }).click();
  await opened.getByRole('button', { name: 'Undo' }).click();
  await opened.getByRole('button', { name: 'Undo' }).click();
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  assert.equal(folder.read('case.toml'), CASE);
});

test('a want is dragged to another place', async (t) => {
  const { opened } = await open(t);
  await part(opened, 'Wants');
  const list = opened.getByRole('list', { name: 'Wants of east' });
  const from = await list.locator('.grip').first().boundingBox();
  const to = await list.locator('.grip').nth(1).boundingBox();
  await opened.mouse.move(from.x + 5, from.y + 5);
  await opened.mouse.down();
  await opened.mouse.move(from.x + 5, to.y + 40, { steps: 4 });
  await opened.mouse.up();
  await said(opened, 'move east.1 to place 2 of 2');
});

test('names are completed at the caret, and a condition that cannot be read is complained about at its field', async (t) => {
  const { opened } = await open(t);
  await part(opened, 'Wants');
  const condition = opened.getByRole('textbox', { name: 'Condition of e2', exact: true });
  await condition.fill('');
  await condition.pressSequentially('not wes');
  await opened.getByRole('option', { name: /^west\.mend/ }).waitFor();
  await opened.keyboard.press('ArrowDown');
  await opened.keyboard.press('Enter');
  assert.equal(await condition.inputValue(), 'not west.mend');
  await opened.keyboard.press('Enter');
  await said(opened, 'change the condition of e2');
  await condition.fill('nobody');
  await opened.keyboard.press('Tab');
  await opened.getByTestId('complaint').waitFor();
  assert.equal(await condition.getAttribute('aria-invalid'), 'true');
  assert.match(await opened.getByTestId('effect').innerText(), /of the last text without errors/);
  await accessible(opened, 'wants with an error');
  await condition.fill('never taken');
  await opened.keyboard.press('Escape');
  assert.equal(await condition.inputValue(), 'nobody');
});

test('an option that comes, goes or is called otherwise changes all that mentions it', async (t) => {
  const { folder, opened } = await open(t);
  await part(opened, 'Decision makers');
  const form = opened.getByRole('form', { name: 'Add an option to east' });
  await form.getByRole('textbox', { name: 'New id' }).fill('not');
  await form.getByRole('textbox', { name: /can do/ }).fill('Plant a hedge');
  await form.getByRole('button').click();
  await form.getByText(/is a word of conditions/).waitFor();
  await form.getByRole('textbox', { name: 'New id' }).fill('hedge');
  await opened.keyboard.press('Enter');
  await said(opened, 'add option hedge');
  assert.deepEqual(await saved(opened, folder, CASE), ['-status_quo = "YN"', '+status_quo = "YNN"', '+options.hedge = "Plant a hedge"']);
  await opened.getByRole('switch', { name: 'east.hedge' }).click();
  await said(opened, 'switch east.hedge on');
  await opened.getByRole('button', { name: 'details of west.mend' }).click();
  await opened.getByRole('textbox', { name: 'Id of west.mend' }).fill('fix');
  await opened.keyboard.press('Enter');
  await said(opened, 'call west.mend west.fix');
  const lines = await saved(opened, folder, CASE);
  for (const line of ['+status_quo = "YYN"', '+  "west.fix", # first of all', '+options.fix = "Mend the fence"', '+prefers = ["east.mend", "not fix"]', '+mended = "east.mend or west.fix"']) assert.ok(lines.includes(line), line);
  await opened.getByRole('button', { name: 'Remove option west.fix' }).click();
  assert.match(await opened.getByRole('dialog').innerText(), /want 1 of east[\s\S]*outcome mended/);
  await opened.getByRole('button', { name: 'Keep it' }).click();
});

test('the kind of a preference changes with a word of what is lost, and the order that it comes to is kept', async (t) => {
  const { folder, opened } = await open(t);
  await part(opened, 'Wants');
  await opened.getByRole('combobox', { name: 'What it wants is given as' }).first().selectOption('ranking');
  assert.match(await opened.getByRole('dialog').innerText(), /statements[\s\S]*taken out/);
  await opened.getByRole('button', { name: 'Change it' }).click();
  await said(opened, 'give the preference of east');
  await opened.getByRole('button', { name: /^tie with the next/ }).first().click();
  await said(opened, 'tie s3 with s4');
  assert.ok((await saved(opened, folder, CASE)).includes('+ranking = "s3 ~ s4 > s1 > s2"'));
  await accessible(opened, 'a ranking');
});

test('rules say how many states they leave', async (t) => {
  const { opened } = await open(t);
  await part(opened, 'Rules');
  await opened.getByText(/4 of 4 combinations/).waitFor();
  const form = opened.getByRole('form', { name: 'Add a rule' });
  await form.getByRole('textbox', { name: 'What cannot be' }).fill('east.mend and west.mend');
  await opened.keyboard.press('Escape');
  await opened.keyboard.press('Enter');
  await opened.getByText(/3 of 4 combinations/).waitFor();
  await opened.getByText('leaves 3 of 4').waitFor();
});

test('a conflict is built from a file with nothing in it', async (t) => {
  const { folder, opened } = await open(t, '');
  await part(opened, 'The conflict');
  await opened.getByRole('button', { name: 'Write it' }).click();
  await opened.getByRole('textbox', { name: 'Title' }).fill('Mine');
  await opened.keyboard.press('Enter');
  await said(opened, 'change the title');
  await part(opened, 'Decision makers');
  const form = opened.getByRole('form', { name: 'Add a decision maker' });
  await form.getByRole('textbox', { name: 'New id' }).fill('one');
  await opened.keyboard.press('Enter');
  await said(opened, 'add decision maker one');
  const options = opened.getByRole('form', { name: 'Add an option to one' });
  await options.getByRole('textbox', { name: 'New id' }).fill('act');
  await options.getByRole('textbox', { name: /can do/ }).fill('Act');
  await opened.keyboard.press('Enter');
  await said(opened, 'add option act');
  await opened.getByText(/2 states/).waitFor();
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  assert.equal(folder.read('case.toml'), 'format = 1\ntitle = "Mine"\n\n[decision_makers.one]\nprefers = []\noptions.act = "Act"\n');
});

for (const [name, size] of [['a wide window', {}], ['a narrow one in the dark', { width: 390, height: 844, scheme: 'dark' }]]) {
  test(`every part of the model can be used in ${name}`, async (t) => {
    const { address } = await serve(t, { open: 'us-china-2023' });
    const opened = await page(t, address, size);
    await view(opened, 'Model');
    for (const title of ['The conflict', 'Decision makers', 'Rules', 'Wants', 'Outcomes', 'States', 'Claims', 'Variants', 'Views', 'Unknowns', 'Propositions', 'Events']) {
      await part(opened, title);
      await accessible(opened, title);
      const closed = opened.locator('.model .part [aria-expanded=false]');
      if (await closed.count()) {
        await closed.first().click();
        await accessible(opened, `${title}, with something open`);
      }
    }
  });
}
