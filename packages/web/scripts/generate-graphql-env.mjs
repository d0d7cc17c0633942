// Writes src/graphql/graphql-env.d.ts, the schema as a type, for gql.tada.
// gql.tada's own command reads tsconfig.json through TypeScript's JavaScript API, which TypeScript 7
// does not have; this calls the same output function directly.
import { readFile, writeFile } from 'node:fs/promises';
import { minifyIntrospection, outputIntrospectionFile } from 'gql.tada/internal';
import { buildSchema, introspectionFromSchema } from 'graphql';

const sdl = new URL('../../schema/schema.graphql', import.meta.url);
const target = new URL('../src/graphql/graphql-env.d.ts', import.meta.url);

const schema = buildSchema(await readFile(sdl, 'utf8'));
const contents = outputIntrospectionFile(minifyIntrospection(introspectionFromSchema(schema)), {
  fileType: '.d.ts',
  shouldPreprocess: true,
});

if ((await readFile(target, 'utf8').catch(() => '')) !== contents)
  await writeFile(target, contents);
