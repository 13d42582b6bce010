// How long an edit takes to show its new answer, in the browser: `node measure.mjs [CASE] [EDITS]`. From the key that commits the edit to the first frame with the new answer.
// It measures, and judges nothing.

import { closeBrowser, page, serve } from './support.mjs';

const [name = 'us-china-2023-north-korea', count = '20'] = process.argv.slice(2);
const ends = [];
const t = { after: (end) => ends.push(end) };
const { address } = await serve(t, { cases: [name], open: `${name}.toml` });
const opened = await page(t, address);
await opened.getByRole('heading', { level: 1 }).waitFor();
await opened.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Answer', exact: true }).click();
await opened.locator('tbody.list tr').first().waitFor();

const times = [];
for (let n = 0; n < Number(count); n += 1) {
  // The status quo moves to another state and back: the smallest edit that a click in the answer makes, with the whole answer new.
  const took = await opened.evaluate(async (redo) => {
    const label = redo ? 'Redo' : 'Undo';
    const button = [...document.querySelectorAll('header button')].find((one) => one.textContent.includes(label));
    if (button.disabled) return null;
    const table = document.querySelector('table:has(tbody.list)');
    const began = performance.now();
    const changed = new Promise((resolve) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      });
      watch.observe(table, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    button.click();
    return changed;
  }, n % 2 === 1);
  if (took === null) {
    await opened.locator('tbody.list tr th button').nth(3).click();
    await opened.getByRole('button', { name: /status quo/i }).first().click();
    await opened.waitForTimeout(800);
    n -= 1;
    continue;
  }
  times.push(took);
  await opened.waitForTimeout(150);
}
times.sort((a, b) => a - b);
const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))].toFixed(0);
console.log(`${name}: ${times.length} edits; median ${at(0.5)} ms, 90 of 100 within ${at(0.9)} ms, most ${at(1)} ms`);
for (const end of ends.reverse()) await end();
await closeBrowser();
