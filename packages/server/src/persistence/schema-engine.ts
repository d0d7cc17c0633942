import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';

export type SchemaEngine = engine.SchemaEngine;
export type MigrationList = engine.MigrationList;

/** Where the engine leaves a panic's message before it traps. */
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message(message: string) {
      process.stderr.write(`Prisma's schema engine panicked: ${message}\n`);
    },
  },
});

let loading: Promise<void> | undefined;

/**
 * Instantiates the WebAssembly module by hand: the package imports its `.wasm` as an ES module,
 * which Node 24 does only behind a flag.
 */
async function instantiate(): Promise<void> {
  const path = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const bytes = await readFile(path.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': { ...engine },
  });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

/** Prisma's schema engine as WebAssembly, speaking to the database through a driver adapter. `free()` it after use. */
export async function openSchemaEngine(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  datamodel?: string,
): Promise<SchemaEngine> {
  loading ??= instantiate();
  await loading;
  return engine.SchemaEngine.new(
    { datamodels: datamodel === undefined ? undefined : [['schema.prisma', datamodel]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}
