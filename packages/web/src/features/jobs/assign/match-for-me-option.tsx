import { IconWand } from '@tabler/icons-react';
import { type FragmentOf, graphql, readFragment } from '../../../graphql/tada.ts';
import { Option } from './option.tsx';
import type { OptionProps } from './option-props.ts';
import classes from './who-step.module.css';

export const MatchForMeOption_MatchDecisionFragment = graphql(`
  fragment MatchForMeOption_MatchDecisionFragment on MatchDecision {
    winner { id name }
    reason
  }
`);

interface MatchForMeOptionProps extends OptionProps {
  readonly decision: FragmentOf<typeof MatchForMeOption_MatchDecisionFragment>;
}

/** Leaves the choice to the matcher, and says what it would be now and why. */
export function MatchForMeOption({ decision: masked, ...option }: MatchForMeOptionProps) {
  const { winner, reason } = readFragment(MatchForMeOption_MatchDecisionFragment, masked);
  return (
    <Option {...option}>
      <span className={classes['name']}>
        <IconWand size={15} aria-hidden /> Match for me
      </span>
      <span className={classes['proposal']}>
        {winner === null ? 'Would choose nobody' : `Would choose ${winner.name}`}
      </span>
      <span className={classes['about']} data-whole>
        {reason}
      </span>
    </Option>
  );
}
