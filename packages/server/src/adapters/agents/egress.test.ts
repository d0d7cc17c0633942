import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEgress, type Egress, type EgressOptions } from './egress.ts';

let server: Server;
let port: number;
let connections = 0;
beforeAll(async () => {
  server = createServer((_request, response) => response.end('inside'));
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open: Egress[] = [];
function egress(options: Partial<EgressOptions> = {}): Egress {
  const made = createEgress({ allowLoopback: false, allowedNetworks: [], ...options });
  open.push(made);
  return made;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function get({ dispatcher }: Egress, url: string): Promise<string> {
  const { body } = await request(url, { dispatcher });
  return body.text();
}

const refused = { code: 'MUSTER_EGRESS_REFUSED' };
const inside = { address: '127.0.0.1', family: 4 };
const outside = { address: '93.184.215.14', family: 4 };

describe('a connection', () => {
  it.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'to %s is refused before a socket is opened',
    async (host) => {
      const before = connections;
      await expect(get(egress(), `http://${host}:${port}/`)).rejects.toMatchObject(refused);
      expect(connections).toBe(before);
    },
  );

  it('to a name that resolves to a private address is refused, naming both', async () => {
    const guarded = egress({ resolve: async () => [inside] });
    await expect(get(guarded, `http://metadata.example:${port}/`)).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('metadata.example (127.0.0.1)'),
    });
  });

  it('to a name of which one address is private is refused', async () => {
    const guarded = egress({ resolve: async () => [outside, inside] });
    await expect(get(guarded, `http://both.example:${port}/`)).rejects.toMatchObject(refused);
  });

  it('goes to the address that was checked: the name is resolved once', async () => {
    const answers = [[inside], [outside]];
    let asked = 0;
    const local = egress({
      allowLoopback: true,
      resolve: async () => answers[asked++] ?? [],
    });
    await expect(get(local, `http://agent.example:${port}/`)).resolves.toBe('inside');
    expect(asked).toBe(1);
  });

  it('to loopback works when it is allowed, by address and by name', async () => {
    const local = egress({ allowLoopback: true });
    await expect(get(local, `http://127.0.0.1:${port}/`)).resolves.toBe('inside');
    await expect(get(local, `http://localhost:${port}/`)).resolves.toBe('inside');
  });

  it('to a listed network works', async () => {
    const listed = egress({ allowedNetworks: ['127.0.0.0/30'] });
    await expect(get(listed, `http://127.0.0.1:${port}/`)).resolves.toBe('inside');
  });

  it('to a name without addresses fails as not found', async () => {
    const guarded = egress({ resolve: async () => [] });
    await expect(get(guarded, 'http://nowhere.example/')).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });
});

describe('an endpoint at registration', () => {
  const check = (url: string, options: Partial<EgressOptions> = {}): string =>
    egress(options).checkEndpoint(url)?.message ?? 'fine';

  it.each([
    ['https://agent.example/run', 'fine'],
    ['http://agent.example:8080/run?key=1', 'fine'],
    ['https://8.8.8.8/', 'fine'],
    ['/run', 'absolute URL'],
    ['ftp://agent.example/', 'http:// or https://'],
    ['file:///etc/passwd', 'http:// or https://'],
    ['https://user:word@agent.example/', 'credentials'],
    ['https://agent.example/#top', 'fragment'],
    ['https://agent.example:0/', 'port 0'],
    ['http://127.0.0.1/', 'not a public address'],
    ['http://0x7f.1/', 'not a public address'],
    ['http://127.0.0.1./', 'not a public address'],
    ['http://[::1]/', 'not a public address'],
    ['http://[::ffff:a00:1]/', 'not a public address'],
    ['http://169.254.169.254/latest/meta-data/', 'not a public address'],
    ['http://localhost:4000/', 'not a public address'],
    ['http://api.localhost./', 'not a public address'],
  ])('%s: %s', (url, verdict) => {
    expect(check(url)).toContain(verdict);
  });

  it('may be on loopback when that is allowed', () => {
    expect(check('http://localhost:4000/', { allowLoopback: true })).toBe('fine');
    expect(check('http://[::1]:4000/', { allowLoopback: true })).toBe('fine');
    expect(check('http://10.0.0.1/', { allowLoopback: true })).toContain('not a public address');
  });

  it('names its field', () => {
    expect(egress().checkEndpoint('x', 'input.endpoint')).toMatchObject({ path: 'input.endpoint' });
  });
});
