/** How Muster reaches an agent: it calls an endpoint, waits to be asked for work, or runs a prompt of its own. */
export const agentKinds = ['HTTP', 'PULL', 'OPENAI'] as const;
export type AgentKind = (typeof agentKinds)[number];
