import MiniSearch from 'minisearch';
import type { DataSet } from './match-data.ts';
import { type Hits, round } from './match-measure.ts';

/** Plain BM25 as a well-kept library has it, with its standard settings, over the same texts and without history. */
export function measureBaseline({ agents, jobs }: DataSet): Hits | null {
  const search = new MiniSearch({ fields: ['name', 'description', 'skills'] });
  search.addAll(
    agents.map(({ id, name, description, skills }) => ({
      id,
      name,
      description,
      skills: skills.map((skill) => `${skill.name} ${skill.description}`).join(' '),
    })),
  );
  const ranks = jobs.flatMap(({ title, expected }) => {
    if (expected.length === 0) return [];
    const rank = search.search(title).findIndex(({ id }) => expected.includes(id));
    return [rank === -1 ? Number.POSITIVE_INFINITY : rank];
  });
  if (ranks.length === 0) return null;
  const within = (most: number) =>
    round((100 * ranks.filter((rank) => rank < most).length) / ranks.length, 1);
  return { hit1: within(1), recall5: within(5) };
}
