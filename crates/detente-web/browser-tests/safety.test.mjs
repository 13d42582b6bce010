// The server answers its own page and nobody else.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, test } from 'node:test';
import { closeBrowser, page, serve } from './support.mjs';

after(closeBrowser);

/** A request with any headers, as a program may send it. */
function ask(address, { method = 'GET', path = '/api/start', headers = {}, body } = {}) {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, method, path, headers: { host: url.host, ...headers } }, (response) => {
      let text = '';
      response.on('data', (data) => (text += data));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const token = (address) => new URL(address).hash.slice(1);
const bearer = (address) => ({ authorization: `Bearer ${token(address)}`, 'content-type': 'application/json' });

test('without the token, or from another page or host, nothing is told', async (t) => {
  const { address } = await serve(t, { cases: ['elmira'] });
  const { host } = new URL(address);
  assert.equal((await ask(address, { headers: bearer(address) })).status, 200);
  for (const headers of [
    {},
    { authorization: 'Bearer 0' },
    { ...bearer(address), origin: 'http://evil.example' },
    { ...bearer(address), host: `evil.example:${new URL(address).port}` },
    { ...bearer(address), 'sec-fetch-site': 'cross-site' },
  ]) {
    const refused = await ask(address, { headers });
    assert.equal(refused.status, 403, JSON.stringify(headers));
    assert.doesNotMatch(refused.text, /elmira/i);
    assert.equal(refused.headers['access-control-allow-origin'], undefined);
  }
  assert.equal((await ask(address, { path: '/', headers: { host } })).status, 200, 'the page itself tells nothing and needs no token');
});

test('no name leads out of the opened folder', async (t) => {
  const { address } = await serve(t, { cases: ['elmira'] });
  for (const name of ['../elmira.toml', '/etc/passwd', '..\\x.toml', 'a/b.toml', '.hidden.toml', 'x.toml\u0000.png', 'passwd', '', '.toml', 'a'.repeat(300) + '.toml']) {
    for (const [path, body] of [
      ['/api/open', { file: { from: 'folder', name } }],
      ['/api/save', { name, text: 'x', expected: null }],
      ['/api/digest', { name }],
    ]) {
      const answer = await ask(address, { method: 'POST', path, headers: bearer(address), body: JSON.stringify(body) });
      assert.ok(answer.status >= 400, `${path} with ${JSON.stringify(name)}: ${answer.status}`);
    }
  }
  for (const path of ['/../Cargo.toml', '/%2e%2e/Cargo.toml', '/assets/../../x', '//etc/passwd']) {
    assert.ok((await ask(address, { path })).status >= 400, path);
  }
});

test('a link in the folder that leads out of it is not followed', async (t) => {
  const { symlinkSync } = await import('node:fs');
  const { join } = await import('node:path');
  const outside = await serve(t, { files: { 'secret.toml': 'format = 1\ntitle = "Secret"\n' } });
  const inside = await serve(t, { cases: ['elmira'] });
  symlinkSync(join(outside.folder, 'secret.toml'), join(inside.folder, 'link.toml'));
  const body = JSON.stringify({ file: { from: 'folder', name: 'link.toml' } });
  const answer = await ask(inside.address, { method: 'POST', path: '/api/open', headers: bearer(inside.address), body });
  assert.equal(answer.status, 404);
  const start = await ask(inside.address, { headers: bearer(inside.address) });
  assert.ok(!start.text.includes('Secret'), 'the title of a file outside is told');
});

test('what is no request of the interface is refused in words', async (t) => {
  const { address } = await serve(t, { cases: ['elmira'] });
  for (const body of ['', '{', '[]', '{"text": 1}', '{"text": "", "edits": [{"at": [], "what": {"do": "explode"}}], "variant": null, "file": null}']) {
    const answer = await ask(address, { method: 'POST', path: '/api/work', headers: bearer(address), body });
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} for ${body}`);
    assert.ok(JSON.parse(answer.text).message.length > 0);
  }
  const long = await ask(address, { method: 'POST', path: '/api/work', headers: bearer(address), body: JSON.stringify({ text: 'x'.repeat(13 << 20) }) });
  assert.equal(long.status, 413);
  assert.match(JSON.parse(long.text).message, /up to 12 MiB/);
});

test('the page keeps the token out of the address, loads nothing from elsewhere, and runs no inline code', async (t) => {
  const { address } = await serve(t, { cases: ['elmira'], open: 'elmira.toml' });
  const opened = await page(t, address);
  await opened.getByRole('heading', { level: 1, name: /Elmira/ }).waitFor();
  assert.doesNotMatch(opened.url(), new RegExp(token(address)));
  const policy = (await ask(address, { path: '/', headers: { host: new URL(address).host } })).headers['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  opened.expected.push(/Content Security Policy/);
  const ran = await opened.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inline = true';
    document.head.append(script);
    return window.inline === true;
  });
  assert.equal(ran, false);
});
