import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureBaseline } from './match-baseline.ts';
import { DataSetError, readDataSet } from './match-data.ts';
import { type Hits, type MatchFigures, measure } from './match-measure.ts';
import { synthesise } from './match-synthetic.ts';

const help = `Usage: npm run bench:match -- DATASET_FOLDER [--baseline] [--json-only]
       npm run bench:match -- --synthetic N [--examples M] [--json-only]

How well Muster's own matcher (packages/domain/src/matching, the code that the server runs) finds the right agent.
The folder has three files of one JSON object a line; a relative path is taken from where you call this.
  agents.jsonl   {id, name, description, skills: [{name, description}]}
  history.jsonl  {title, agentId}                  completed jobs, oldest first
  jobs.jsonl     {id, title, expected: [agentId…]} jobs to be matched; [] when no agent can

Prints a table and, as its last line, one line of JSON. Shares are per cent (79.6), null where there is nothing to measure:
  cold.hit1, cold.recall5   without any history: the first candidate, or one of the first five, is an expected one;
                            of the jobs that have one. A candidate that the text says nothing of does not count.
  learned.hit1, .recall5    the same after all of the history (one rebuild).
  abstain.inScopeAccuracy   of the jobs that have an agent: the decision was ASSIGN, and to an expected one.
  abstain.noneRecall        of the jobs that no agent can do: the decision was not ASSIGN (NEEDS_DECISION or NO_AGENT).
                            Both with the built-in policy, after all of the history, in one run.
  newAgents.hit1            a fifth of the agents stripped of history, each fifth in turn: the first candidate for their jobs.
  p50Ms, p95Ms              a whole decision (filter, score, choose, explain) after the history, without a model.
  reliability               of all those decisions: said (meanConfidence) against right (shareRight).

  --baseline      also plain BM25 of MiniSearch, without history
  --json-only     only the line of JSON
  --synthetic N   instead of a folder: N made-up agents, for speed and memory; the history is gone through once instead of four times,
                  and newAgents is left out
  --examples M    completed jobs of the made-up agents (default: one each)
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h' },
      baseline: { type: 'boolean', default: false },
      'json-only': { type: 'boolean', default: false },
      synthetic: { type: 'string' },
      examples: { type: 'string' },
    },
  });
  if (values.help) return tell(help);
  const say = values['json-only'] ? () => {} : (line: string) => process.stderr.write(`${line}\n`);
  const agents = values.synthetic === undefined ? null : Number(values.synthetic);
  if (agents !== null) {
    const examples = Number(values.examples ?? agents);
    if (!isCount(agents, 100_000) || !isCount(examples, 1_000_000) || positionals.length > 0)
      return complain(
        '--synthetic takes 1 to 100,000 agents, --examples 1 to 1,000,000, and no folder.',
      );
    const figures = measure(synthesise(agents, examples), { say, forSpeed: true });
    return report(figures, null, values['json-only']);
  }
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) return complain('Name one folder.');
  const set = await readDataSet(path.resolve(process.env['MUSTER_CALLED_FROM'] ?? '.', folder));
  const figures = measure(set, { say });
  return report(figures, values.baseline ? measureBaseline(set) : null, values['json-only']);
}

function report(figures: MatchFigures, baseline: Hits | null, jsonOnly: boolean): number {
  const json = JSON.stringify(baseline === null ? figures : { ...figures, baseline });
  return tell(jsonOnly ? `${json}\n` : `${tableOf(figures, baseline)}\n\n${json}\n`);
}

function tableOf(figures: MatchFigures, baseline: Hits | null): string {
  const { cold, learned, abstain, newAgents } = figures;
  const show = (value: number | null | undefined) => (value?.toFixed(1) ?? '–').padStart(8);
  const line = (name: string, ...cells: string[]) => `${name.padEnd(34)}${cells.join('')}`;
  const hits = (name: string, value: Hits | null) =>
    line(name, show(value?.hit1), show(value?.recall5));
  return [
    `${figures.dataset}: ${figures.agents} agents, ${figures.jobs} jobs, Node ${process.versions.node}`,
    '',
    line('', '  hit@1 ', ' recall@5 (%)'),
    ...(baseline === null ? [] : [hits('MiniSearch, BM25', baseline)]),
    hits('Muster, cold', cold),
    hits('Muster, learned', learned),
    line('Muster, agents without history', show(newAgents.hit1)),
    '',
    line('', ' in scope', ' none recognised (%)'),
    line('abstaining', show(abstain.inScopeAccuracy), show(abstain.noneRecall)),
    line(
      'abstaining, cold',
      show(figures.coldAbstain.inScopeAccuracy),
      show(figures.coldAbstain.noneRecall),
    ),
    '',
    'said      right  decisions',
    ...figures.reliability.map(
      ({ meanConfidence, shareRight, decisions }) =>
        `${(100 * meanConfidence).toFixed(0).padStart(4)} %${(100 * shareRight).toFixed(0).padStart(7)} %${String(decisions).padStart(11)}`,
    ),
    '',
    `a decision: p50 ${figures.p50Ms} ms, p95 ${figures.p95Ms} ms; rebuild ${figures.rebuildS} s; model ${figures.modelMb} MB, process ${figures.rssMb} MB`,
  ].join('\n');
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function tell(text: string): number {
  process.stdout.write(text);
  return 0;
}

function complain(text: string): number {
  process.stderr.write(`${text}\n\n${help}`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error;
  if (!(error instanceof DataSetError || isUsage)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
