import type { TestClient } from './client.ts';

/** Opens the address that Muster prints, as a browser would; the cookie that the browser then sends. */
export async function sessionCookie({ url, token }: TestClient): Promise<string> {
  const response = await fetch(`${url}/?token=${token}`, { redirect: 'manual' });
  const [cookie = ''] = response.headers.getSetCookie();
  return cookie.split(';', 1)[0] ?? '';
}
