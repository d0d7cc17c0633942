import { seeded } from '../packages/domain/src/batch/placement.test-kit.ts';
import { buildProblem, type PlacementProblem } from '../packages/domain/src/batch/placement.ts';

const topics = 40;
const priorities = 3;
/** Four in five jobs can be placed, so that it matters who gets the places. */
const placesPerJob = 0.8;
/** As many as Muster looks at when there are ten thousand jobs. */
const mostOptions = 200;

/**
 * Jobs about one of forty topics and agents that know three of them each, some better than others; a few agents fit by chance. An
 * agent's score is a little its own, mostly the fit.
 */
export function syntheticProblem(size: {
  readonly jobs: number;
  readonly agents: number;
  readonly seed: number;
}): PlacementProblem {
  const random = seeded(size.seed);
  const pick = (count: number) => Math.floor(random() * count);
  const agents = Array.from({ length: size.agents }, () => ({
    knows: [pick(topics), pick(topics), pick(topics)],
    quality: random(),
  }));
  const places = Math.round((size.jobs * placesPerJob) / size.agents);
  const jobs = Array.from({ length: size.jobs }, () => {
    const topic = pick(topics);
    const options = agents.flatMap(({ knows, quality }, agent) => {
      const fits = knows.includes(topic);
      if (!fits && random() > 0.05) return [];
      return [{ agent, score: 0.2 * quality + (fits ? 0.5 : 0.1) + 0.3 * random() }];
    });
    options.sort((a, b) => b.score - a.score);
    return { priority: 10 * pick(priorities), options: options.slice(0, mostOptions) };
  });
  return buildProblem(
    agents.map(() => places),
    jobs,
  );
}
