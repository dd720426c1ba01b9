import { symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileRegistry } from '../../electron/engine/files.ts';
import { createProbe } from '../hosts/probe.ts';
import { type OpenedPage, openedPage, type Raw, rawRequest } from './loopback.ts';

/** What an attacker tries against the loopback host; each answer is the refusal, never the content. */
describe('the loopback host', () => {
  const probe = createProbe();
  const files = new FileRegistry(1_000_000);
  let page: OpenedPage;
  const engine = () => ({ router: probe.router, context: {}, files });

  beforeAll(async () => {
    page = await openedPage({ engine: engine(), limits: { headerTime: 300, callBytes: 10_000, uploadBytes: 1_000_000 } });
  });
  afterAll(async () => {
    await page.close();
    await probe.close();
    await files.close();
  });

  /** A call that is right in everything; tests change one thing. `undefined` takes a header out. */
  function call(
    change: { method?: string; path?: string; headers?: Record<string, string | undefined>; body?: string } = {},
  ): Promise<Raw> {
    const body = change.body ?? JSON.stringify({ json: { text: 'hello' } });
    const headers: Record<string, string | undefined> = {
      cookie: page.cookie,
      origin: page.origin,
      'sec-fetch-site': 'same-origin',
      'x-chokepoint-page': page.secret,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...change.headers,
    };
    const given = Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const method = change.method ?? 'POST';
    return rawRequest(page.port, { method, path: change.path ?? '/rpc/echo', headers: given, body: method === 'POST' ? body : undefined });
  }

  it('answers a call that is right in everything', async () => {
    const { status, body } = await call();
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ json: { text: 'hello' } });
  });

  it('listens on 127.0.0.1 and nowhere else', () => {
    expect(page.origin).toBe(`http://127.0.0.1:${page.port}`);
  });

  describe('Host', () => {
    it.each([
      ['a name that was rebound to this address', 'attacker.example'],
      ['a rebound name with our port', 'attacker.example:PORT'],
      ['our address with another port', '127.0.0.1:1'],
      ['our address without the port', '127.0.0.1'],
      ['localhost, which other programs can take', 'localhost:PORT'],
      ['our address with a dot at the end', '127.0.0.1.:PORT'],
      ['an address that means ours', '2130706433:PORT'],
      ['a user before our address', 'x@127.0.0.1:PORT'],
    ])('refuses %s, before any routing', async (_what, host) => {
      const headers = { host: host.replace('PORT', String(page.port)) };
      for (const path of ['/', '/rpc/echo', '/assets/page-1a2b.js', '/nothing']) {
        expect((await rawRequest(page.port, { path, headers: { ...headers, cookie: page.cookie } })).status).toBe(403);
      }
      expect((await call({ headers })).status).toBe(403);
    });

    it('refuses two Host headers, and none', async () => {
      const two = await rawText(
        page.port,
        `GET / HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nHost: attacker.example\r\nConnection: close\r\n\r\n`,
      );
      expect(two).toMatch(/^HTTP\/1\.1 40[03]/);
      expect(await rawText(page.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 40[03]/);
    });
  });

  describe('the link', () => {
    it('is exchanged once for a cookie that scripts and other sites cannot use', async () => {
      const link = new URL(page.newLink());
      const first = await rawRequest(page.port, { path: link.pathname + link.search });
      expect(first.status).toBe(303);
      expect(first.headers.location).toBe('/');
      expect(first.headers['set-cookie']?.[0]).toMatch(/^chokepoint-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
      const again = await rawRequest(page.port, { path: link.pathname + link.search });
      expect(again.status).toBe(401);
      expect(again.headers['set-cookie']).toBeUndefined();
    });

    it('stops working when a newer one is made', async () => {
      const older = new URL(page.newLink());
      page.newLink();
      expect((await rawRequest(page.port, { path: older.pathname + older.search })).status).toBe(401);
    });

    it.each(['', 'x', 'A'.repeat(43), '%00', '../'])('is not guessed with %j', async (token) => {
      page.newLink();
      expect((await rawRequest(page.port, { path: `/?token=${token}` })).status).toBe(401);
    });

    it('leaves an opened page open: reloading works with the cookie and gives the page a secret of its own', async () => {
      const reloaded = await rawRequest(page.port, { headers: { cookie: page.cookie } });
      expect(reloaded.status).toBe(200);
      const secret = /chokepoint-page" content="([^"]+)"/.exec(reloaded.body)?.[1];
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(secret).not.toBe(page.secret);
      expect((await call({ headers: { 'x-chokepoint-page': secret } })).status).toBe(200);
      expect((await call()).status).toBe(200);
    });
  });

  describe('who asks', () => {
    it.each<[string, Record<string, string | undefined>, number]>([
      ['without the cookie', { cookie: undefined }, 401],
      ['with a wrong cookie', { cookie: 'chokepoint-1=x' }, 401],
      ['with the name of the cookie only', { cookie: 'chokepoint=; ' }, 401],
      ['from another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }, 403],
      ['from another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }, 403],
      ['from a page without an origin', { origin: 'null' }, 403],
      ['without an origin', { origin: undefined }, 403],
      ['with our origin and a fetch site that is not ours', { 'sec-fetch-site': 'cross-site' }, 403],
      ['from the address bar', { 'sec-fetch-site': 'none' }, 403],
      ['without the secret of the page', { 'x-chokepoint-page': undefined }, 403],
      ['with a wrong secret of the page', { 'x-chokepoint-page': 'A'.repeat(43) }, 403],
      ['with an empty secret of the page', { 'x-chokepoint-page': '' }, 403],
    ])('refuses calls and files %s', async (_what, headers, status) => {
      expect((await call({ headers })).status).toBe(status);
      expect((await call({ path: '/files?name=a.csv', headers })).status).toBe(status);
    });

    it('shows the page and its files to nobody without the cookie', async () => {
      for (const path of ['/', '/index.html', '/assets/page-1a2b.js', '/nothing']) {
        const { status, body } = await rawRequest(page.port, { path });
        expect(status).toBe(401);
        expect(body).not.toContain('chokepoint-page');
      }
    });

    it('gives files to other sites not even with the cookie', async () => {
      for (const site of ['cross-site', 'same-site']) {
        const headers = { cookie: page.cookie, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' };
        expect((await rawRequest(page.port, { path: '/assets/page-1a2b.js', headers })).status).toBe(403);
      }
    });
  });

  describe('methods', () => {
    it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('refuses %s on a call', async (method) => {
      expect((await call({ method })).status).toBe(405);
    });

    it('does not read a method from a header or the query', async () => {
      const headers = { 'x-http-method-override': 'POST' };
      expect((await call({ method: 'GET', headers, path: '/rpc/echo?_method=POST&data={"json":{"text":"x"}}' })).status).toBe(405);
    });

    it('refuses POST on the page and its files', async () => {
      for (const path of ['/', '/index.html', '/assets/page-1a2b.js']) expect((await call({ path })).status).toBe(405);
    });

    it.each(['/rpc', '/rpc/', '/rpc/nothing', '/rpc/__proto__', '/rpc/constructor', '/rpc/echo/~orpc', '/rpc/%2e%2e/echo'])(
      'knows no call at %s',
      async (path) => {
        expect((await call({ path })).status).toBe(404);
      },
    );
  });

  describe('paths', () => {
    it.each([
      '/../secret.json',
      '/assets/../../secret.json',
      '/..%2fsecret.json',
      '/%2e%2e/secret.json',
      '/%2e%2e%2fsecret.json',
      '/%252e%252e%252fsecret.json',
      '/..%5csecret.json',
      '/..\\secret.json',
      '/assets/..%c0%af..%c0%afsecret.json',
      '/%00/secret.json',
      '/index.html%00.js',
      '//secret.json',
      '/./secret.json',
      '/.git/config.json',
      '/C:/secret.json',
      '/assets/',
      '/assets',
      '/%',
      '/%zz',
    ])('finds nothing at %s', async (path) => {
      const { status, body } = await rawRequest(page.port, { path, headers: { cookie: page.cookie } });
      expect(status).toBe(404);
      expect(body).not.toContain('secret":true');
    });

    it('follows no link out of the folder of the page', async () => {
      await symlink(join(page.assets, '..', 'secret.json'), join(page.assets, 'linked.json'));
      expect((await rawRequest(page.port, { path: '/linked.json', headers: { cookie: page.cookie } })).status).toBe(404);
    });

    it.each(['/files/..%2f..%2fetc%2fpasswd', '/files/%2e%2e', '/files/nothing-known', '/files/'])('gives no file for %s', async (path) => {
      const headers = { cookie: page.cookie, 'x-chokepoint-page': page.secret };
      expect((await rawRequest(page.port, { path, headers })).status).toBe(404);
    });
  });

  describe('size and time', () => {
    it('refuses a body that is too large, by its own words and without reading it', async () => {
      expect((await call({ headers: { 'content-length': '10001' }, body: '' })).status).toBe(413);
      expect((await call({ path: '/files?name=a', headers: { 'content-length': '1000001' }, body: '' })).status).toBe(413);
    });

    it('refuses a body that does not say how large it is', async () => {
      const headers = { 'content-length': undefined, 'transfer-encoding': 'chunked' };
      expect((await call({ headers })).status).toBe(411);
      expect((await call({ path: '/files?name=a', headers })).status).toBe(411);
    });

    it('refuses headers that are too large', async () => {
      expect((await call({ headers: { 'x-large': 'x'.repeat(20_000) } })).status).toBe(431);
    });

    it('lets go of whoever sends headers too slowly', async () => {
      const answer = await rawText(page.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${page.port}\r\nX-Slow: `);
      expect(answer).toMatch(/^HTTP\/1\.1 408/);
    });

    it('refuses more open calls than it has places for', async () => {
      const small = await openedPage({ engine: engine(), limits: { openCalls: 1 } });
      const leaving = new AbortController();
      const headers = { 'x-chokepoint-page': small.secret, 'content-type': 'application/json' };
      const body = JSON.stringify({ json: { steps: 1_000_000 } });
      const open = await small.fetch(`${small.origin}/rpc/work`, { method: 'POST', headers, body, signal: leaving.signal });
      expect(open.status).toBe(200);
      expect((await small.fetch(`${small.origin}/rpc/echo`, { method: 'POST', headers, body })).status).toBe(503);
      leaving.abort();
      await small.close();
    });
  });

  describe('files', () => {
    it('takes a file, and gives it back as a download with the name that it had', async () => {
      const taken = await call({ path: `/files?name=${encodeURIComponent('../Zürich "1".csv')}`, body: 'a,b\n1,2\n' });
      expect(taken.status).toBe(201);
      const { ref } = JSON.parse(taken.body) as { ref: string };
      const given = await rawRequest(page.port, {
        path: `/files/${ref}`,
        headers: { cookie: page.cookie, 'x-chokepoint-page': page.secret },
      });
      expect(given.body).toBe('a,b\n1,2\n');
      expect(given.headers['content-disposition']).toBe("attachment; filename*=UTF-8''Z%C3%BCrich%20_1_.csv");
      expect(given.headers['cache-control']).toBe('no-store');
      expect((await rawRequest(page.port, { path: `/files/${ref}`, headers: { cookie: page.cookie } })).status).toBe(403);
    });
  });

  it('sends the policy and the isolation headers with every answer, also refusals', async () => {
    const answers = [
      await rawRequest(page.port, { headers: { cookie: page.cookie } }),
      await rawRequest(page.port, {}),
      await rawRequest(page.port, { headers: { host: 'attacker.example' } }),
      await call(),
    ];
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'nonce-[\w+/=]+'/,
      );
      expect(headers['content-security-policy']).not.toContain('unsafe-inline');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('writes the nonce of the policy into the page, another one each time', async () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load++) {
      const { headers, body } = await rawRequest(page.port, { headers: { cookie: page.cookie } });
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
      expect(body).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('tells when nobody has asked for anything for a while', async () => {
    let idle = () => {};
    const waited = new Promise<void>((resolve) => {
      idle = resolve;
    });
    const quiet = await openedPage({ engine: engine(), idleAfter: 20, onIdle: () => idle() });
    await waited;
    await quiet.close();
  });
});

/** Everything that comes back for the very bytes sent, until the server closes. */
function rawText(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
