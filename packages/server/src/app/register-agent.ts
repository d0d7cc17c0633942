import { type Issue, ok } from '@muster/domain/job/errors.ts';
import {
  type AgentFields,
  checkAgentChanges,
  checkNewAgent,
} from '@muster/domain/validation/check-agent.ts';
import type { Commands } from '@muster/schema/context.ts';
import { repeated } from './decide-and-commit.ts';
import { type IdempotencyPorts, idempotently } from './idempotently.ts';
import type { AgentStore, Reads } from './ports/store.ts';
import { conflict, invalid, notFound } from './refusals.ts';

export interface AgentPorts extends IdempotencyPorts {
  readonly reads: Reads;
  readonly agents: AgentStore;
  /** What is wrong with a JSON Schema itself; empty when it can be used. */
  readonly checkSchema: (schema: unknown) => readonly Issue[];
  /** Why Muster would not call this address; null when it would. */
  readonly checkEndpoint: (url: string) => Issue | null;
}

/** What only the outside can say of an agent's fields, once their shape is right. */
function outsideIssues(
  ports: AgentPorts,
  { inputSchema, endpoint }: Partial<AgentFields>,
): readonly Issue[] {
  const schema =
    inputSchema === undefined || inputSchema === null ? [] : ports.checkSchema(inputSchema);
  const address = typeof endpoint === 'string' ? ports.checkEndpoint(endpoint) : null;
  return [
    ...schema.map(({ path, message }) => ({
      path: `inputSchema${path}`,
      message: `inputSchema${path} ${message}`,
    })),
    ...(address ? [address] : []),
  ];
}

export function createRegisterAgent(ports: AgentPorts): Commands['registerAgent'] {
  const { secrets, agents } = ports;
  return async (caller, input) => {
    const shape = checkNewAgent(input);
    const issues = shape.length > 0 ? shape : outsideIssues(ports, input);
    if (issues.length > 0) return invalid(issues);
    return idempotently(ports, 'registerAgent', caller, input, async (keep) => {
      const { idempotencyKey: _, ...fields } = input;
      const token = input.kind === 'PULL' ? secrets.newToken() : null;
      const made =
        input.kind === 'HTTP' && input.secret === null ? secrets.newSigningSecret() : null;
      const agentId = secrets.newId();
      // Kept under the key without its secrets: a repeated request learns the id, and a token can be rotated.
      const outcome = await agents.insert(
        {
          ...fields,
          id: agentId,
          name: input.name.trim(),
          secret: made ?? input.secret,
          tokenHash: token && secrets.hash(token),
        },
        keep && { ...keep, result: ok({ agentId, token: null, secret: null }) },
      );
      if (outcome === 'repeated') return repeated;
      return outcome === 'nameTaken' ? nameTaken(input.name) : ok({ agentId, token, secret: made });
    });
  };
}

export function createUpdateAgent(ports: AgentPorts): Commands['updateAgent'] {
  return async (_caller, { agentId, changes }) => {
    const agent = await ports.reads.agent(agentId);
    if (agent === null) return notFound('agent', agentId);
    const shape = checkAgentChanges(changes, agent.kind);
    const issues = shape.length > 0 ? shape : outsideIssues(ports, changes);
    if (issues.length > 0) return invalid(issues);
    const name = changes.name?.trim();
    switch (
      await ports.agents.update(agentId, name === undefined ? changes : { ...changes, name })
    ) {
      case 'updated':
        return ok({ agentId });
      case 'unknown':
        return notFound('agent', agentId);
      case 'nameTaken':
        return nameTaken(changes.name ?? agent.name);
      case 'overloaded':
        return invalid([
          {
            path: 'capacity',
            message: `capacity cannot go below the ${agent.activeJobs} jobs that ${agent.name} holds: pause it, and lower it when they have ended.`,
          },
        ]);
    }
  };
}

/** Gives a PULL agent a new token; the old one stops working at once. */
export function createRotateAgentToken(ports: AgentPorts): Commands['rotateAgentToken'] {
  return async (_caller, { agentId }) => {
    const agent = await ports.reads.agent(agentId);
    if (agent === null) return notFound('agent', agentId);
    if (agent.kind !== 'PULL') {
      return invalid([
        {
          path: 'agentId',
          message: `${agent.name} is of kind ${agent.kind}: only PULL agents have a token.`,
        },
      ]);
    }
    const token = ports.secrets.newToken();
    await ports.agents.update(agentId, { tokenHash: ports.secrets.hash(token) });
    return ok({ agentId, token });
  };
}

const nameTaken = (name: string) =>
  conflict(`An agent named ${JSON.stringify(name.trim())} exists already: choose another name.`);
