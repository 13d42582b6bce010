// The pictures of docs/workbench.md, all of them made again: `npm run screenshots`.

import { join } from 'node:path';
import { closeBrowser, page, root, serve, view } from './support.mjs';

const CASE = 'us-china-2023';
const WIDE = { width: 1280, height: 860 };

/** Opens a view of the case, goes on from there, and takes the picture. */
const PICTURES = [
  {
    name: 'answer',
    open: 'Answer',
    there: (opened) => opened.locator('tbody.list tr').first().waitFor(),
  },
  {
    name: 'model',
    open: 'Model',
    there: async (opened) => {
      await opened.getByRole('navigation', { name: 'Parts of the model' }).getByRole('link', { name: 'Wants' }).click();
      await opened.getByRole('textbox', { name: 'Condition of u1', exact: true }).waitFor();
    },
  },
  {
    name: 'graph',
    open: 'Graph',
    there: (opened) => opened.getByTestId('graph').locator('[data-node]').first().waitFor(),
  },
  {
    name: 'reasons-dark',
    open: 'Answer',
    scheme: 'dark',
    size: { width: 1280, height: 940 },
    there: async (opened) => {
      await opened.locator('tbody.list tr').first().waitFor();
      await opened.evaluate(() => (location.hash = '#/answer/s38'));
      const panel = opened.getByTestId('state');
      await panel.getByRole('row', { name: /^GMR/ }).getByRole('button').first().click();
      await panel.getByRole('combobox', { name: /Moves of the reasons/ }).selectOption({ label: 'C: if it moves to s41' });
      await panel.getByRole('button', { name: /in the graph/ }).first().click();
      await opened.locator('[data-step="2"]').waitFor();
      // The picture with what it shows in words, below the bar that stays on top.
      await opened.getByTestId('highlight').evaluate((section) => scrollTo(0, section.getBoundingClientRect().top - 60));
    },
  },
  {
    name: 'whatif',
    open: 'What if',
    there: async (opened) => {
      await opened.getByRole('tab', { name: 'Stabilise' }).click();
      await opened.getByRole('textbox', { name: 'State', exact: true }).or(opened.getByRole('combobox', { name: 'State', exact: true })).fill('YNNNYNNN');
      await opened.getByRole('button', { name: 'Ask', exact: true }).click();
      await opened.getByTestId('answer').waitFor();
    },
  },
  {
    name: 'narrow',
    open: 'Answer',
    size: { width: 390, height: 844 },
    there: (opened) => opened.locator('tbody.list tr').first().waitFor(),
  },
];

for (const { name, open, there, scheme, size } of PICTURES) {
  const ends = [];
  const t = { after: (end) => ends.push(end) };
  const { address } = await serve(t, { open: CASE });
  const opened = await page(t, address, { ...WIDE, ...size, scheme });
  await opened.getByRole('heading', { level: 1 }).waitFor();
  await view(opened, open);
  await there(opened);
  await opened.evaluate(() => document.fonts.ready);
  // Nothing has the focus, and nothing is under the pointer.
  await opened.evaluate(() => document.activeElement?.blur());
  await opened.mouse.move(0, 0);
  await opened.screenshot({ path: join(root, 'docs', 'images', `workbench-${name}.png`), animations: 'disabled' });
  for (const end of ends.reverse()) await end();
}
await closeBrowser();
