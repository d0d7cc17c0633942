import type { AgentKind } from './agent-form-model.ts';
import { agentKinds } from './agent-kinds.ts';

/** What of the list's state is in its address: `?q=csv&kind=HTTP`. */
export interface AgentsSearch {
  readonly text: string;
  readonly kind: AgentKind | null;
}

export function readAgentsSearch(search: string): AgentsSearch {
  const params = new URLSearchParams(search);
  const kind = params.get('kind');
  return { text: params.get('q') ?? '', kind: isAgentKind(kind) ? kind : null };
}

export const isAgentKind = (value: string | null): value is AgentKind =>
  value !== null && Object.hasOwn(agentKinds, value);

/** The query with parts of it replaced, the rest of it kept, and nothing that is empty; with its `?`. */
export function writeAgentsSearch(search: string, part: Partial<AgentsSearch>): string {
  const params = new URLSearchParams(search);
  const { text, kind } = { ...readAgentsSearch(search), ...part };
  for (const [name, value] of [
    ['q', text],
    ['kind', kind ?? ''],
  ] as const) {
    if (value === '') params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? '' : `?${query}`;
}
