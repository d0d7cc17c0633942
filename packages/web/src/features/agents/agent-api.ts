import { answerOf } from '../../graphql/answer-of.ts';
import { client } from '../../graphql/client.ts';
import { RotateAgentToken_Mutation, UpdateAgent_Mutation } from './agent-mutations.ts';

/** Resolves when the agent is paused or takes jobs again; throws the reason why not. */
export async function setAgentPaused(agentId: string, paused: boolean): Promise<void> {
  const { updateAgent } = answerOf(
    await client.mutation(UpdateAgent_Mutation, { input: { agentId, paused } }).toPromise(),
  );
  switch (updateAgent.__typename) {
    case 'UpdateAgentSuccess':
      return;
    case 'NotFound':
    case 'ValidationFailed':
    case 'Conflict':
      throw new Error(updateAgent.message);
    default:
      updateAgent satisfies never;
  }
}

/** Answers with the new token, which is not to be had again; throws the reason why not. */
export async function rotateAgentToken(agentId: string): Promise<string> {
  const { rotateAgentToken: rotated } = answerOf(
    await client.mutation(RotateAgentToken_Mutation, { input: { agentId } }).toPromise(),
  );
  switch (rotated.__typename) {
    case 'RotateAgentTokenSuccess':
      return rotated.token;
    case 'NotFound':
    case 'ValidationFailed':
      throw new Error(rotated.message);
  }
}
