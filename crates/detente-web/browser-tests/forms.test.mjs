// Forms of what is said about a conflict: published results beside ours, and who sees a variant how.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, closeBrowser, page, serve, view } from './support.mjs';

after(closeBrowser);

const CASE = `format = 1
title = "Two neighbours"
status_quo = "YN"

[decision_makers.east]
options.mend = "Mend the fence"
prefers = ["west.mend", "not mend"]

[decision_makers.west]
options.mend = "Mend the fence"
prefers = ["east.mend", "not mend"]

# From the book.
[[published]]
concept = "nash" # after Nash
equilibria = ["NN", "YY"] # both of them
reference = "Somebody (1999)"

[[published]]
concept = "seq"
count = 2

[views.east.decision_makers.west]
prefers = ["mend"]

[variants.told]
text = "East is told" # at last
hold = { "west.mend" = false }
`;

const both = [{}, { width: 390, height: 844, scheme: 'dark' }];

async function open(t, size) {
  const folder = await serve(t, { files: { 'case.toml': CASE }, open: 'case.toml' });
  const opened = await page(t, folder.address, size);
  await view(opened, 'Model');
  return { folder, opened };
}

async function part(opened, name) {
  await opened.getByRole('navigation', { name: 'Parts of the model' }).getByRole('link', { name }).click();
  await opened.locator('.model nav a[aria-current="true"]', { hasText: name }).waitFor();
}

async function said(opened, words) {
  await opened.locator('div.visually-hidden[role=status]', { hasText: words }).first().waitFor({ state: 'attached' });
}

/** Saves, and gives the lines of the file that are not those of before. */
async function saved(opened, folder) {
  await opened.getByRole('button', { name: 'Save', exact: true }).click();
  await opened.getByText('· saved').waitFor();
  const [old, now] = [CASE, folder.read('case.toml')].map((text) => text.split('\n'));
  return [...old.filter((line) => !now.includes(line)).map((line) => `-${line}`), ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`)];
}

test('a published result is put right by its form, and says at once how ours compares', async (t) => {
  const { folder, opened } = await open(t);
  await part(opened, 'Published');
  const compared = opened.getByTestId('compared');
  await compared.first().filter({ hasText: 'Ours differs' }).waitFor();
  assert.match(await compared.first().innerText(), /Ours lacks s4\./);
  await opened.getByRole('button', { name: 'Take YY out of published result 1' }).click();
  await compared.first().filter({ hasText: 'Ours is the same' }).waitFor();
  const count = opened.getByRole('textbox', { name: 'How many equilibria' });
  await compared.nth(1).filter({ hasText: 'Ours is the same' }).waitFor();
  await count.fill('two');
  await opened.keyboard.press('Enter');
  await opened.getByText('This is to be a whole number.').waitFor();
  await count.fill('1');
  await opened.keyboard.press('Enter');
  await compared.nth(1).filter({ hasText: 'Ours differs. Ours has 2.' }).waitFor();
  assert.deepEqual(await saved(opened, folder), ['-equilibria = ["NN", "YY"] # both of them', '-count = 2', '+equilibria = ["NN"] # both of them', '+count = 1']);
});

test('what a result says becomes another kind in its place, keeps its states and its comments, and can be taken back', async (t) => {
  const { folder, opened } = await open(t);
  await part(opened, 'Published');
  const kind = opened.getByRole('combobox', { name: 'What it says' }).first();
  await kind.selectOption('stable');
  await said(opened, 'change what published result 1 says');
  await opened.getByRole('combobox', { name: 'Stable for' }).selectOption('west');
  await said(opened, 'change the decision maker of published result 1');
  let lines = await saved(opened, folder);
  assert.ok(lines.includes('+stable = ["NN", "YY"] # both of them') && lines.includes('+decision_maker = "west"'), lines.join('\n'));
  await kind.selectOption('count');
  await said(opened, 'change what published result 1 says');
  await opened.getByRole('textbox', { name: 'How many equilibria' }).nth(1).waitFor();
  lines = await saved(opened, folder);
  assert.ok(lines.some((line) => line.startsWith('+count = 2 #')) && !lines.some((line) => line.includes('decision_maker')), lines.join('\n'));
  for (let n = 0; n < 3; n += 1) await opened.getByRole('button', { name: /Undo/ }).click();
  await opened.getByTestId('compared').first().filter({ hasText: 'Ours lacks s4' }).waitFor();
  assert.deepEqual(await saved(opened, folder), []);
});

test('published results come, go, move and are complained about, by keyboard and in both themes', async (t) => {
  for (const size of both) {
    const { folder, opened } = await open(t, size);
    await part(opened, 'Published');
    await accessible(opened, 'published results');
    await opened.getByRole('button', { name: 'Add a published result' }).focus();
    await opened.keyboard.press('Enter');
    await said(opened, 'add a published result');
    const state = opened.getByRole('combobox', { name: 'A state to be added to published result 3' });
    await state.fill('s9');
    await state.press('Enter');
    await said(opened, 'add s9 to published result 3');
    await opened.getByTestId('complaint').waitFor();
    await accessible(opened, 'published results with an error');
    await opened.getByRole('button', { name: 'Take s9 out of published result 3' }).click();
    await opened.getByTestId('complaint').waitFor({ state: 'detached' });
    await opened.getByRole('button', { name: /Change YN in published result 3/ }).click();
    await opened.getByRole('combobox', { name: 'State 1 of published result 3' }).selectOption('on');
    await opened.getByRole('checkbox', { name: 'west.mend' }).check();
    await said(opened, 'switch west.mend on');
    await accessible(opened, 'a state of a published result');
    await opened.getByRole('button', { name: 'Remove published result 1' }).click();
    await said(opened, 'remove published result 1');
    const lines = await saved(opened, folder);
    assert.ok(lines.includes('+equilibria = [["east.mend", "west.mend"]]'), lines.join('\n'));
    assert.match(folder.read('case.toml'), /\[\[published\]\]\nconcept = "seq"\ncount = 2\n/);
  }
});

test('a variant says who sees it how and who sees it as it is, and the answer to views follows', async (t) => {
  for (const size of both) {
    const { folder, opened } = await open(t, size);
    await part(opened, 'Variants');
    await opened.locator('[data-part="told"] button').first().click();
    const more = opened.getByRole('combobox', { name: 'A further change of told' });
    await more.selectOption('views');
    await more.press('Enter');
    await said(opened, 'add views to told');
    // It begins with the view of the file.
    const east = opened.getByRole('group', { name: 'How east sees west in told' });
    await east.waitFor();
    await opened.getByRole('button', { name: '+ How west sees it in told' }).click();
    await said(opened, 'say how west sees told');
    await opened.getByRole('group', { name: 'How west sees east in told' }).waitFor();
    await opened.getByRole('button', { name: 'Take how east sees it out of told' }).click();
    await said(opened, 'take how east sees it out of told');
    await more.selectOption('clarified');
    await more.press('Enter');
    await said(opened, 'add clarified to told');
    const clarified = opened.getByRole('combobox', { name: /They see it as it is.*: add/ });
    await clarified.selectOption('east');
    await clarified.press('Enter');
    await said(opened, 'add east to who sees told as it is');
    await accessible(opened, 'views within a variant');
    const lines = await saved(opened, folder);
    const text = folder.read('case.toml');
    assert.ok(lines.includes('+clarified = ["east"]'), lines.join('\n'));
    assert.ok(text.includes('text = "East is told" # at last\nhold = { "west.mend" = false }\n'), text);
    assert.match(text, /views\.west|views = \{ west/);
    await view(opened, 'What if');
    await opened.getByLabel('Variant').selectOption('told');
    await opened.getByRole('tab', { name: 'Views' }).click();
    await opened.getByTestId('answer').getByText(/west/).first().waitFor();
    await view(opened, 'Model');
    assert.deepEqual(await opened.getByTestId('complaint').allInnerTexts(), []);
  }
});

test('an alternative of an unknown has no views', async (t) => {
  const { opened } = await open(t);
  await part(opened, 'Unknowns');
  const form = opened.getByRole('form', { name: /Add an unknown/ });
  await form.getByRole('textbox', { name: 'New id' }).fill('u1');
  const second = form.getByRole('textbox').nth(1);
  if (await second.count()) await second.fill('Whether');
  await form.getByRole('button').click();
  const more = opened.getByRole('combobox', { name: /A further change of/ }).first();
  await more.waitFor();
  assert.equal(await more.locator('option[value="views"]').count(), 0);
});
