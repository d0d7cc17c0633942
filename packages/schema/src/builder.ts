import type { Prisma, PrismaClient } from '@muster/prisma/client.ts';
import type PrismaTypes from '@muster/prisma/pothos-types.ts';
import { getDatamodel } from '@muster/prisma/pothos-types.ts';
import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import { DateTimeISOResolver, JSONResolver } from 'graphql-scalars';
import type { Context } from './context.ts';
import { maxPageRows, refused } from './refused-request.ts';

const defaultConnectionSize = 50;
/** A full page of jobs with everything about each passes; a page of jobs with a page of logs each does not. */
const maxComplexity = 25_000;

/** The builder that every type file adds to; `schema.ts` imports them all and builds. */
export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ComplexityPlugin, PrismaPlugin, RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
  complexity: {
    // A page counts as often as it may have rows, whether its size is written out or a variable.
    fieldComplexity: (args: { first?: number | null; last?: number | null }, _context, field) => {
      const isPage = field.args.some(({ name }) => name === 'first');
      return {
        field: 1,
        multiplier: isPage ? (args.first ?? args.last ?? defaultConnectionSize) : 1,
      };
    },
    limit: { complexity: maxComplexity },
    complexityError: (_kind, { complexity, maxComplexity: most }) =>
      refused(
        'TOO_COMPLEX',
        `This query may read ${complexity} fields; the limit is ${most}. Ask for fewer rows or fields at a time.`,
      ),
  },
  prisma: {
    client: (context) => context.prisma as PrismaClient,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    onUnusedQuery: 'error',
    maxConnectionSize: maxPageRows,
    defaultConnectionSize,
  },
});

export type Where<Model extends 'Agent' | 'Batch'> = Model extends 'Agent'
  ? Prisma.AgentWhereInput
  : Prisma.BatchWhereInput;

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});

builder.addScalarType('DateTime', DateTimeISOResolver);
builder.addScalarType('JSON', JSONResolver);
