import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Database, Prepared, Sql } from './database.ts';
import { createDiskRoom, type DiskRoom, mayWrite } from './disk-room.ts';
import { lockFolder } from './folder-lock.ts';

const int8 = 20;

/** PostgreSQL as WebAssembly in this process: one connection, its files in `folder`, one process at a time. */
export async function openEmbedded(
  folder: string,
  room: DiskRoom = createDiskRoom(folder),
): Promise<Database> {
  // It holds agents' secrets: for its owner only.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    room.check(!existsSync(join(folder, 'PG_VERSION')));
  } catch (error) {
    await unlock();
    throw error;
  }
  const pglite = await PGlite.create(folder, {
    extensions: { pg_trgm },
    parsers: { [int8]: (value: string) => value },
  }).catch(async (error: unknown) => {
    await unlock();
    throw error;
  });

  const on = (target: Pick<PGlite, 'query'>): Sql => ({
    query: async <Row>(statement: string | Prepared, values: readonly unknown[] = []) => {
      const text = typeof statement === 'string' ? statement : statement.text;
      if (mayWrite(text)) room.check();
      return (await target.query<Row>(text, [...values])).rows;
    },
  });
  const listeners: ((elsewhere: boolean) => void)[] = [];
  let announcing = false;

  return {
    kind: 'embedded',
    ...on(pglite),
    transaction: (work) => pglite.transaction((tx) => work(on(tx))),
    announce() {
      if (announcing) return;
      announcing = true;
      setImmediate(() => {
        announcing = false;
        for (const listener of listeners) listener(false);
      });
    },
    onAnnounced: (listener) => void listeners.push(listener),
    prismaAdapter: new PrismaPGlite(pglite),
    migrationAdapter: migrationAdapter(pglite),
    async close() {
      await pglite.close();
      await unlock();
    },
  };
}

/** The adapter package starts a script without waiting for it, and loses its errors: migrations need both. */
function migrationAdapter(pglite: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const factory = (
    database: PGlite,
    dispose: () => Promise<void>,
  ): SqlMigrationAwareDriverAdapterFactory => {
    const inner = new PrismaPGlite(database);
    return {
      provider: inner.provider,
      adapterName: inner.adapterName,
      async connect() {
        const connection = await inner.connect();
        connection.executeScript = async (script) => {
          await database.exec(script);
        };
        connection.dispose = dispose;
        return connection;
      },
      async connectToShadowDb() {
        const shadow = await PGlite.create({ extensions: { pg_trgm } });
        return factory(shadow, () => shadow.close()).connect();
      },
    };
  };
  return factory(pglite, async () => {});
}
