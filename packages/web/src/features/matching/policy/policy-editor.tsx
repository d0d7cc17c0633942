import { NumberInput, Slider } from '@mantine/core';
import { useId } from 'react';
import { percent } from '../../../ui/figures.ts';
import { scoreComponent, scoreComponentNames } from '../../../ui/score-component.ts';
import classes from './policy.module.css';
import {
  type PolicyDraft,
  sayThreshold,
  sharesOf,
  thresholdLabels,
  thresholdNames,
} from './policy-draft.ts';

interface PolicyEditorProps {
  readonly draft: PolicyDraft;
  readonly onChange: (draft: PolicyDraft) => void;
  /** What the server finds wrong, by its path. */
  readonly problemAt: (path: string) => string | undefined;
}

/** The weights, and from where on the matcher dares. */
export function PolicyEditor({ draft, onChange, problemAt }: PolicyEditorProps) {
  const shares = sharesOf(draft.weights);
  const nothingCounts = Object.values(draft.weights).every((weight) => weight === 0);
  return (
    <div className={classes['editor']}>
      <fieldset className={classes['group']}>
        <legend>What counts</legend>
        <p className={classes['quiet']}>
          A candidate’s score is the weighted mean of these. Only the proportions matter.
        </p>
        {scoreComponentNames.map((name) => {
          const { long, means, colour } = scoreComponent(name);
          return (
            <Setting
              key={name}
              label={long}
              says={means}
              colour={colour}
              value={draft.weights[name]}
              onChange={(weight) =>
                onChange({ ...draft, weights: { ...draft.weights, [name]: weight } })
              }
              aside={`counts ${percent(shares[name])}`}
              problem={problemAt(`weights.${name}`)}
            />
          );
        })}
        {nothingCounts && (
          <p className={classes['problem']} role="alert">
            Something must count: give at least one a weight.
          </p>
        )}
      </fieldset>
      <fieldset className={classes['group']}>
        <legend>When it dares</legend>
        <p className={classes['quiet']}>
          How sure the matcher is, is calibrated: of decisions said to be 80 % sure about 80 % are
          right.
        </p>
        {thresholdNames.map((name) => (
          <Setting
            key={name}
            label={thresholdLabels[name]}
            says={sayThreshold(name, draft.thresholds[name])}
            value={draft.thresholds[name]}
            unit=" %"
            onChange={(threshold) =>
              onChange({ ...draft, thresholds: { ...draft.thresholds, [name]: threshold } })
            }
            problem={problemAt(name)}
          />
        ))}
      </fieldset>
    </div>
  );
}

interface SettingProps {
  readonly label: string;
  readonly says: string;
  readonly colour?: string;
  readonly unit?: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly aside?: string;
  readonly problem: string | undefined;
}

/** One number from 0 to 100: by a slider, or typed. */
function Setting({
  label,
  says,
  colour,
  unit = '',
  value,
  onChange,
  aside,
  problem,
}: SettingProps) {
  const id = useId();
  return (
    <div className={classes['setting']}>
      <label htmlFor={id} className={classes['label']}>
        {colour !== undefined && (
          <span className={classes['swatch']} style={{ background: colour }} aria-hidden />
        )}
        {label}
      </label>
      <Slider
        className={classes['slider'] ?? ''}
        thumbLabel={label}
        label={null}
        size="sm"
        min={0}
        max={100}
        step={1}
        value={value}
        onChange={onChange}
        color={colour ?? 'ink'}
      />
      <NumberInput
        id={id}
        className={classes['number'] ?? ''}
        size="xs"
        min={0}
        max={100}
        clampBehavior="strict"
        allowNegative={false}
        decimalScale={1}
        suffix={unit}
        value={value}
        onChange={(typed) => onChange(typeof typed === 'number' ? typed : 0)}
        error={problem}
        aria-describedby={`${id}-says`}
      />
      <p id={`${id}-says`} className={classes['says']}>
        {aside !== undefined && <strong>{aside}. </strong>}
        {says}
      </p>
    </div>
  );
}
