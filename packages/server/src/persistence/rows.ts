import type { PrismaClient } from '@muster/prisma/client.ts';
import type { Rows } from '@muster/schema/context.ts';
import type { Database } from './database.ts';
import { gather } from './gather.ts';
import { createNewestDecision } from './newest-decision.ts';

/** What Pothos wants read of a row: columns and relations. */
interface Selection {
  readonly select?: object;
  readonly include?: object;
}

interface Row {
  readonly id: string;
}

/** Selections that are remembered: clients have a few documents each, and no end of them would fill the memory. */
const maxSelections = 200;

/**
 * Rows by id for GraphQL, of which those that are wanted at about the same time, with the same selection, are read by one
 * statement. A mutation's answer asks for its job and assignment, and hundreds come back from one commit; a thousand
 * subscribers want the same job and log row at once (bench/bench-graphql.ts, bench/bench-subscribers.ts).
 */
export function createRows(prisma: PrismaClient, database: Database): Rows {
  const one = <R extends Row>(
    read: (query: Selection & { where: { id: { in: string[] } } }) => Promise<readonly R[]>,
  ) => {
    const loaders = new Map<string, (id: string) => Promise<R | null>>();
    const loaderOf = (selection: Selection) => {
      const key = JSON.stringify(selection);
      const known = loaders.get(key);
      if (known) return known;
      const { select } = selection;
      const withId = select ? { ...selection, select: { ...select, id: true } } : selection;
      const load = gather(
        async (ids: readonly string[]) => {
          const rows = await read({ ...withId, where: { id: { in: [...new Set(ids)] } } });
          const byId = new Map(rows.map((row) => [row.id, row]));
          return ids.map((id) => byId.get(id) ?? null);
        },
        { maxItems: 500, maxInFlight: 2 },
      );
      if (loaders.size >= maxSelections) loaders.clear();
      loaders.set(key, load);
      return load;
    };
    return async (selection: Selection, id: string): Promise<R> => {
      const row = await loaderOf(selection)(id);
      if (row === null) throw new Error(`There is no row ${id}.`);
      return row;
    };
  };

  return {
    job: one((query) => prisma.job.findMany(query)),
    jobLog: one((query) => prisma.jobLog.findMany(query)),
    assignment: one((query) => prisma.assignment.findMany(query)),
    agent: one((query) => prisma.agent.findMany(query)),
    matchDecision: one((query) => prisma.matchDecision.findMany(query)),
    newestDecision: createNewestDecision(database),
  };
}
