import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { count, counted } from '../../../ui/figures.ts';
import { sayConfidence } from './confidence-words.ts';
import { sayCost } from './cost-words.ts';
import classes from './why-this-agent.module.css';

export const DecisionFacts_MatchDecisionFragment = graphql(`
  fragment DecisionFacts_MatchDecisionFragment on MatchDecision {
    method
    outcome
    confidence
    model
    promptVersion
    usage { model promptTokens completionTokens costUsd attempts }
    omittedCandidates
    policyVersion
    matcherVersion
    winner { id }
  }
`);

const methodLabels = {
  MANUAL: 'Chosen by a person',
  SCORED: 'Chosen by score',
  MODEL: 'Chosen by a model',
} as const;

/** How a decision was made: by whom, how sure, at what cost, and under which policy. */
export function DecisionFacts({
  decision: masked,
}: {
  readonly decision: FragmentOf<typeof DecisionFacts_MatchDecisionFragment>;
}) {
  const decision = readFragment(DecisionFacts_MatchDecisionFragment, masked);
  const { method, confidence, model, promptVersion, usage, omittedCandidates } = decision;
  return (
    <dl className={classes['facts']}>
      <Fact name="How">
        {decision.winner === null ? 'Nobody was chosen' : methodLabels[method]}
      </Fact>
      {confidence !== null && <Fact name="Confidence">{sayConfidence(confidence, method)}</Fact>}
      {model !== null && (
        <Fact name="Model">
          {model}
          {promptVersion !== null && `, prompt ${promptVersion}`}
        </Fact>
      )}
      {usage !== null && (
        <Fact name="Asked">
          {count(usage.promptTokens)} tokens in, {count(usage.completionTokens)} out
          {usage.costUsd !== null && `, ${sayCost(usage.costUsd)}`}
          {usage.attempts > 1 && `, ${usage.attempts} attempts`}
        </Fact>
      )}
      {omittedCandidates > 0 && (
        <Fact name="Left out">
          {counted(omittedCandidates, 'eligible agent')} with lower scores, to keep the question to
          the model short
        </Fact>
      )}
      <Fact name="Policy">
        <Link href={`/matching?version=${decision.policyVersion}`} className={classes['link']}>
          {decision.policyVersion === 0 ? 'built-in default' : `version ${decision.policyVersion}`}
        </Link>
      </Fact>
      <Fact name="Matcher">{decision.matcherVersion}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
