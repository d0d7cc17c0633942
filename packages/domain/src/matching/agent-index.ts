import { type Bm25Index, buildBm25Index, normaliseScores, scoreBm25 } from './bm25.ts';
import type { MatchAgent, MatchJob } from './match-agent.ts';
import { tokenise } from './text.ts';

/** Agents by the words that describe them. Depends on their names, descriptions and skills alone: build it again when one of these changes. */
export type AgentIndex = Bm25Index;

/** The name counts twice: it is short, chosen with care, and what a person who means the agent writes. */
const nameWeight = 2;

export type AgentText = Pick<MatchAgent, 'id' | 'name' | 'description' | 'skills'>;

export function buildAgentIndex(agents: readonly AgentText[]): AgentIndex {
  return buildBm25Index(
    agents.map((agent) => ({
      id: agent.id,
      fields: [
        { tokens: tokenise(agent.name), weight: nameWeight },
        { tokens: tokenise(agent.description), weight: 1 },
        { tokens: agent.skills.flatMap(tokeniseSkill), weight: 1 },
      ],
    })),
  );
}

/** How well each agent fits the job's text, in (0, 1]; an agent that is not in the map shares no word with it. */
export function fitOfAgents(
  index: AgentIndex,
  job: Pick<MatchJob, 'title' | 'description'>,
): ReadonlyMap<string, number> {
  const words = [...tokenise(job.title), ...tokenise(job.description ?? '')];
  return normaliseScores(index, scoreBm25(index, words));
}

function tokeniseSkill(skill: AgentText['skills'][number]): readonly string[] {
  return [...tokenise(skill.name), ...tokenise(skill.description)];
}
