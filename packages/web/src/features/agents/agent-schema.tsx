import { type FragmentOf, graphql, readFragment } from '../../graphql/tada.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import classes from './agent-panel.module.css';

export const AgentSchema_AgentFragment = graphql(`
  fragment AgentSchema_AgentFragment on Agent {
    instructions
    inputSchema
  }
`);

/** What an agent is told, if it is a model, and what inputs it takes. */
export function AgentSchema({
  agent: masked,
}: {
  readonly agent: FragmentOf<typeof AgentSchema_AgentFragment>;
}) {
  const { instructions, inputSchema } = readFragment(AgentSchema_AgentFragment, masked);
  const schema = inputSchema === null ? null : JSON.stringify(inputSchema, null, 2);
  return (
    <>
      {instructions !== null && (
        <section>
          <h2 className={classes['heading']}>Instructions</h2>
          <p className={classes['instructions']}>{instructions}</p>
        </section>
      )}
      <section>
        <h2 className={classes['heading']}>
          Input schema
          {schema !== null && <CopyButton text={schema} what="the input schema" />}
        </h2>
        {schema === null ? (
          <p className={classes['quiet']}>None: it takes jobs with any inputs.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          <pre className={classes['code']} tabIndex={0}>
            {schema}
          </pre>
        )}
      </section>
    </>
  );
}
