import type { ReactNode } from 'react';
import { count, percent } from '../../../ui/figures.ts';
import classes from '../matching-page.module.css';
import type { QualityRow } from './quality-query.ts';
import { firstShare, part } from './quality-words.ts';

/** The whole of the time in a line of figures. */
export function QualityTotal({ total }: { readonly total: QualityRow }) {
  const { decisions, overridden, rejected, failed, open, meanConfidence } = total;
  return (
    <dl className={classes['tiles']}>
      <Tile name="Completed at first attempt" about={`of ${count(decisions - open)} that ended`}>
        {firstShare(total)}
      </Tile>
      <Tile name="Overridden" about="by a person">
        {part(overridden, decisions)}
      </Tile>
      <Tile name="Rejected" about="by the agent">
        {part(rejected, decisions)}
      </Tile>
      <Tile name="Failed" about="or silent past the lease">
        {part(failed, decisions)}
      </Tile>
      <Tile name="Mean confidence" about="as it was said then">
        {meanConfidence === null ? '–' : percent(meanConfidence)}
      </Tile>
      <Tile name="Decisions" about={`${count(open)} still open`}>
        {count(decisions)}
      </Tile>
    </dl>
  );
}

interface TileProps {
  readonly name: string;
  readonly about: string;
  readonly children: ReactNode;
}

function Tile({ name, about, children }: TileProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        <span>{about}</span>
      </dd>
    </div>
  );
}
