import { setTimeout as delay } from 'node:timers/promises';
import type { AgentProfile } from './agent.ts';
import {
  callMuster,
  type MusterAccess,
  MusterRefused,
  MusterUnreachable,
  type Result,
} from './muster-client.ts';

interface Registration {
  profile: AgentProfile;
  /** Where Muster delivers the agent's assignments. */
  endpoint: string;
  secret: string;
}

interface Registered {
  id: string;
  name: string;
  /** Whether Muster knew an agent of this name, which now has this endpoint and secret. */
  updated: boolean;
}

const FIND = `query FindAgent($name: String!) {
  agents(first: 200, filter: { text: $name }) { edges { node { id name } } }
}`;

// Errors are asked for by their interface; the alias tells them from the success in one field.
const REGISTER = `mutation Register($input: RegisterAgentInput!) {
  result: registerAgent(input: $input) {
    __typename
    ... on RegisterAgentSuccess { agent { id } }
    ... on Error { code message }
  }
}`;

const UPDATE = `mutation Update($input: UpdateAgentInput!) {
  result: updateAgent(input: $input) {
    __typename
    ... on UpdateAgentSuccess { agent { id } }
    ... on Error { code message }
  }
}`;

type Saved = Result<'RegisterAgentSuccess' | 'UpdateAgentSuccess', { agent: { id: string } }>;

/** Registers the agent, or brings the one of the same name up to date. */
export async function registerAgent(
  muster: MusterAccess,
  { profile, endpoint, secret }: Registration,
): Promise<Registered> {
  // Field by field: a GraphQL input refuses what it does not know, and an agent has more than a profile.
  const { name, description, skills, capacity, inputSchema } = profile;
  const fields = { description, skills, capacity, inputSchema, endpoint, secret };
  const known = await findAgent(muster, name);
  const { result } = known
    ? await callMuster<{ result: Saved }>(muster, UPDATE, {
        input: { agentId: known, ...fields },
      })
    : await callMuster<{ result: Saved }>(muster, REGISTER, {
        input: { name, kind: 'HTTP', ...fields },
      });
  if (!('agent' in result)) {
    throw new MusterRefused(`Muster refused ${name}: ${result.message} (${result.code})`);
  }
  return { id: result.agent.id, name, updated: known !== undefined };
}

async function findAgent(muster: MusterAccess, name: string): Promise<string | undefined> {
  interface Found {
    agents: { edges: { node: { id: string; name: string } }[] };
  }
  const { agents } = await callMuster<Found>(muster, FIND, { name });
  return agents.edges.find(({ node }) => node.name === name)?.node.id;
}

export interface Patience {
  /** From the first attempt; then the last error stands. */
  waitMs: number;
  retryMs: number;
}

/** Repeats `call` while Muster is not up. Started together, agents are mostly faster than the server. */
export async function whenMusterIsUp<T>(
  { waitMs, retryMs }: Patience,
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(waitMs);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof MusterUnreachable) || deadline.aborted) throw error;
    }
    await delay(retryMs, undefined, { signal });
  }
}
