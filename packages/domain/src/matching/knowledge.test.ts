import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideByScore } from './decide.ts';
import { coldKnowledge, type MatcherKnowledge } from './knowledge.ts';
import type { LearningExample } from './learned-model.ts';
import type { MatchAgent, MatchJob } from './match-agent.ts';
import { defaultPolicy } from './policy.ts';
import { rankCandidates } from './rank.ts';
import { learnAll, rebuild } from './rebuild.ts';
import { rescore } from './score.ts';

const agent = (id: string, description: string, changes: Partial<MatchAgent> = {}): MatchAgent => ({
  id,
  name: id,
  description,
  skills: [],
  capacity: 4,
  activeJobs: 0,
  availability: 'AVAILABLE',
  completedJobs: 0,
  failedJobs: 0,
  inputSchema: null,
  ...changes,
});

const jobOf = (title: string, changes: Partial<MatchJob> = {}): MatchJob => ({
  id: 'job',
  title,
  description: null,
  inputs: null,
  requiredSkills: [],
  priority: 50,
  ...changes,
});

function decide(
  title: string,
  agents: readonly MatchAgent[],
  knowledge?: MatcherKnowledge,
  changes: Partial<MatchJob> = {},
) {
  const job = jobOf(title, changes);
  const ranking = rankCandidates({ job, agents, validateInputs: () => [], knowledge });
  return decideByScore({ job, agents, ranking });
}

const done = (agentId: string, titles: readonly string[]): LearningExample[] =>
  titles.map((title) => ({
    text: { title, description: null },
    agentId,
    right: true,
    weight: 1,
  }));

const copies = Array.from({ length: 10 }, (_, n) =>
  agent(`worker-${n}`, 'Translates texts from English into French.', {
    activeJobs: n === 7 ? 0 : 1,
  }),
);
const counter = agent('counter', 'Counts the words of a text.');

describe('copies of one worker', () => {
  it('are no reason to doubt: the least busy one gets the job', () => {
    const decision = decide('Translate this into French', [...copies, counter]);
    expect(decision).toMatchObject({ outcome: 'ASSIGN', winnerAgentId: 'worker-7' });
    expect(decision.confidence).toBeGreaterThan(0.5);
  });

  it('share what one of them has learned', () => {
    const agents = [...copies, counter];
    const titles = Array.from({ length: 30 }, (_, n) => `Übersetze Rechnung ${n}`);
    const { learned, calibration } = rebuild(done('worker-3', titles), agents);
    const { index } = coldKnowledge(agents);
    const decision = decide('Übersetze Rechnung 99', agents, { index, learned, calibration });
    expect(decision).toMatchObject({ outcome: 'ASSIGN', winnerAgentId: 'worker-7' });
  });
});

describe('an agent without history', () => {
  it('gets the jobs that it describes, beside agents that have done many', () => {
    const agents = [
      agent('mail', 'Writes e-mails.'),
      agent('invoice', 'Reads invoices.'),
      agent('weather', 'Weather forecast for a city.'),
    ];
    const learnt = [
      ...done(
        'mail',
        Array.from({ length: 60 }, (_, n) => `Write an e-mail to customer ${n}`),
      ),
      ...done(
        'invoice',
        Array.from({ length: 60 }, (_, n) => `Read invoice number ${n}`),
      ),
    ];
    const { learned, calibration } = rebuild(learnt, agents);
    const { index } = coldKnowledge(agents);
    const knowledge = { index, learned, calibration };
    const decision = decide('Weather forecast for Oslo', agents, knowledge);
    expect(decision).toMatchObject({ outcome: 'ASSIGN', winnerAgentId: 'weather' });
    expect(decide('Read invoice 7', agents, knowledge).winnerAgentId).toBe('invoice');
  });
});

describe('jobs of one kind that each bring a word of their own', () => {
  const name = (n: number) => `Kunde${(n * 7919).toString(36).replaceAll(/\d/gu, 'q')}`;
  const [caller, writer] = [agent('caller', 'Alpha.'), agent('writer', 'Beta.')];
  const learnedFrom = (examples: readonly LearningExample[], agents: readonly MatchAgent[]) => {
    const learned = learnAll(examples, 1);
    return { ...coldKnowledge(agents), learned };
  };

  it.each([
    ['a number', (n: number) => `Work ${n}`],
    ['a name', (n: number) => `Call the customer ${name(n)}`],
    ['two names', (n: number) => `Work on ${name(n)} for ${name(n + 5_000)}`],
  ])('stay with the only agent, who does them all: %s', (_, titleOf) => {
    const titles = Array.from({ length: 40 }, (_, n) => titleOf(n));
    const knowledge = learnedFrom(done('caller', titles), [caller]);
    const { outcome, confidence } = decide(titleOf(1_001), [caller], knowledge);
    expect(outcome).toBe('ASSIGN');
    expect(confidence).toBeGreaterThan(0.6);
  });

  it('go to the one of two that does them, and work of another kind to nobody', () => {
    const history = Array.from({ length: 40 }, (_, n) => [
      ...done('caller', [`Call the customer ${name(n)}`]),
      ...done('writer', [`Write to ${name(n)} about it`]),
    ]).flat();
    const agents = [caller, writer];
    const knowledge = learnedFrom(history, agents);
    expect(decide(`Write to ${name(1_001)} about it`, agents, knowledge)).toMatchObject({
      outcome: 'ASSIGN',
      winnerAgentId: 'writer',
    });
    expect(
      decide('Repair the roof of house 12 in Springfield', agents, knowledge).outcome,
    ).not.toBe('ASSIGN');
  });

  it('no number is a word that a description lacks', () => {
    const [plain, numbered] = ['Count the words', 'Count the words of page 47'].map(
      (title) => decide(title, [counter]).confidence ?? 0,
    );
    expect(numbered).toBeGreaterThan((plain ?? 0) / 2);
  });
});

describe('a decision', () => {
  it('is left to a person when the text speaks weakly for different agents', () => {
    const agents = Array.from({ length: 12 }, (_, n) =>
      agent(`a${n}`, `Report about topic${n} of region${n}, with table and figure${n}.`),
    );
    const title = 'A report on glaciers, volcanoes, deserts, oceans, forests and topic3 topic5';
    const decision = decide(title, agents);
    expect(decision.outcome).not.toBe('NO_AGENT');
    expect(decision.confidence).toBeLessThan(0.6);
  });

  it('would rather wait for one that is full than go to one that does not fit', () => {
    const full = agent('full', 'Counts the words of a text.', {
      activeJobs: 4,
      availability: 'AT_CAPACITY',
    });
    const baker = agent('baker', 'Bakes bread and cake.');
    const rank = (agents: readonly MatchAgent[], excludedAgentIds: readonly string[] = []) =>
      rankCandidates({
        job: jobOf('Count the words of a text', { excludedAgentIds }),
        agents,
        validateInputs: () => [],
      });
    expect(rank([full, baker]).awaited).toEqual(['full']);
    const decision = decide('Count the words of a text', [full, baker]);
    expect(decision.outcome).not.toBe('ASSIGN');
    expect(decision.reason).toBe(
      'full would get the job and cannot take it now; nobody who can fits it well enough. Let it wait, or choose.',
    );
    // Also for one that rests after a failure, unless it had the job before; not for one that only a person brings back.
    const resting = { ...full, activeJobs: 0, availability: 'COOLING_DOWN' } as const;
    expect(rank([resting, baker]).awaited).toEqual(['full']);
    expect(rank([resting, baker], ['full']).awaited).toEqual([]);
    expect(rank([{ ...resting, availability: 'PAUSED' }, baker]).awaited).toEqual([]);
    // Nobody waits while another one is as good.
    expect(rank([full, baker, counter]).awaited).toEqual([]);
    expect(rank([baker]).awaited).toEqual([]);
    // However little a policy asks for, nobody is waited for of whom the text says nothing.
    const lenient = { ...defaultPolicy, assignAbove: 0, refuseBelow: 0 };
    const agents = [{ ...baker, availability: 'AT_CAPACITY' as const, activeJobs: 4 }];
    expect(
      rankCandidates({ job: jobOf('Zebra'), agents, validateInputs: () => [], policy: lenient })
        .awaited,
    ).toEqual([]);
  });

  it('takes a skill that only some have for strong evidence', () => {
    const skilled = agent('skilled', 'Does things.', {
      skills: [{ name: 'pdf', description: '' }],
    });
    const decision = decide('Zebra', [counter, skilled], undefined, { requiredSkills: ['PDF'] });
    expect(decision).toMatchObject({ outcome: 'ASSIGN', winnerAgentId: 'skilled' });
  });

  it('is nobody where there is nobody, nothing to read, or nothing that speaks for anyone', () => {
    expect(decide('Count', []).outcome).toBe('NO_AGENT');
    expect(decide('', [counter]).outcome).toBe('NO_AGENT');
    expect(decide('Zebra', [counter]).outcome).toBe('NO_AGENT');
    expect(decide('Count the words', [counter])).toMatchObject({ outcome: 'ASSIGN' });
  });

  it('keeps at most 200 candidates, and counts the others', () => {
    const many = Array.from({ length: 500 }, (_, n) => agent(`w${n}`, 'Counts words.'));
    const job = { id: 'j', title: 'Count words', description: null, inputs: null };
    const ranking = rankCandidates({
      job: { ...job, requiredSkills: [], priority: 0 },
      agents: many,
      validateInputs: () => [],
      include: 'w499',
    });
    expect(ranking).toMatchObject({ considered: 500, eligible: 500 });
    expect(ranking.candidates).toHaveLength(201);
    expect(ranking.candidates.at(-1)?.agentId).toBe('w499');
  });

  it('is the same again under the same policy, and another under another', () => {
    const agents = [counter, agent('idle', 'Words, perhaps.'), agent('busy', 'Counts all words.')];
    const { candidates } = decide('Count the words', agents);
    expect(rescore(candidates, defaultPolicy)).toEqual(candidates);
    const weights = { fit: 0, load: 0, success: 0, latency: 0, cost: 0 };
    expect(rescore(candidates, { ...defaultPolicy, weights }).map(({ score }) => score)).toEqual([
      0, 0, 0,
    ]);
  });
});

const text = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', '.', '?', 'é', '漢', '😀'),
  maxLength: 40,
});
const anyAgents = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 3 }),
    description: text,
    capacity: fc.integer({ min: 0, max: 3 }),
    activeJobs: fc.integer({ min: 0, max: 3 }),
    completedJobs: fc.nat(1e9),
    failedJobs: fc.nat(1e9),
    meanDurationMs: fc.option(fc.double({ min: 0, noNaN: true })),
    costPerJob: fc.option(fc.double({ min: 0, noNaN: true })),
    availability: fc.constantFrom('AVAILABLE', 'PAUSED', 'COOLING_DOWN'),
  }),
  { maxLength: 8, selector: ({ id }) => id },
);

describe('every number of a decision', () => {
  it('is within [0, 1], whatever the agents and the job say', () => {
    fc.assert(
      fc.property(anyAgents, text, fc.array(text, { maxLength: 3 }), (parts, title, skills) => {
        const agents = parts.map(({ id, description, ...rest }) => agent(id, description, rest));
        const decision = decide(title, agents, undefined, { requiredSkills: skills });
        const numbers = decision.candidates.flatMap(({ score, likelihood, components }) => [
          score ?? 0,
          likelihood ?? 0,
          ...components.map(({ value }) => value),
        ]);
        for (const number of [...numbers, decision.confidence ?? 0, decision.anyFits ?? 0]) {
          expect(number).toBeGreaterThanOrEqual(0);
          expect(number).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 4 },
    );
  });
});

describe('rebuild', () => {
  const agents = Array.from({ length: 6 }, (_, n) => agent(`a${n}`, `Knows subject${n}.`));
  const history = Array.from({ length: 120 }, (_, n) =>
    done(`a${n % 6}`, [`Do task kind${n % 6} part${n % 7} for customer${n % 11}`]),
  ).flat();

  it('says what it is worth, and how far it is', () => {
    const progress: number[] = [];
    const built = rebuild(history, agents, { onProgress: (done) => progress.push(done) });
    expect(built.report.hit1).toBeGreaterThan(0.9);
    expect(built.calibration.examples).toBeGreaterThan(0);
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual(progress.toSorted((one, other) => one - other));
  });

  it('gives the same for the same, and keeps the built-in calibration for little history', () => {
    expect(rebuild(history, agents).calibration).toEqual(rebuild(history, agents).calibration);
    expect(rebuild(history.slice(0, 10), agents).calibration.examples).toBe(0);
    expect(rebuild([], []).report).toMatchObject({ examples: 0, hit1: null, reliability: [] });
  });
});
