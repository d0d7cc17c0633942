import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between a server and PostgreSQL, and can lose what passes through it, as a firewall does that forgot a connection. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing passes over the connections that there are, and nobody is told. New ones work. Answers how many. */
  blackHole(): number;
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const live = new Set<Socket>();
  const all = new Set<Socket>();
  const pairs: { near: Socket; far: Socket }[] = [];
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      socket.on('error', () => {});
      all.add(socket);
      socket.on('close', () => all.delete(socket));
    }
    near.pipe(far).pipe(near);
    live.add(near);
    pairs.push({ near, far });
    near.on('close', () => {
      // PostgreSQL does not learn of the end of a connection that was lost: what it holds stays held.
      if (live.delete(near)) far.destroy();
    });
    far.on('close', () => {
      if (live.delete(near)) near.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    blackHole() {
      const count = live.size;
      for (const { near, far } of pairs.splice(0)) {
        if (!live.delete(near)) continue;
        near.unpipe(far);
        far.unpipe(near);
        // Read on and thrown away, so that each side's kernel goes on to take what its program sends.
        near.resume();
        far.resume();
      }
      return count;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of all) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
