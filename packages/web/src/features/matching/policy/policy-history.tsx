import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { TimeAgo } from '../../../ui/time-ago.tsx';
import classes from './policy.module.css';
import { differences } from './policy-draft.ts';
import type { MatchingPolicy } from './policy-fragment.ts';

interface PolicyHistoryProps {
  /** Newest first, the built-in default last when it is among them. */
  readonly versions: readonly MatchingPolicy[];
  readonly currentVersion: number;
  /** The one that the address points to. */
  readonly markedVersion: number | null;
  readonly onRestore: (policy: MatchingPolicy) => void;
}

/** Every version, what it changed, who made it and why. */
export function PolicyHistory(props: PolicyHistoryProps) {
  const { versions, currentVersion, markedVersion, onRestore } = props;
  return (
    <section className={classes['history']} aria-label="Versions">
      <h2>Versions</h2>
      <ol>
        {versions.map((policy, index) => (
          <Version
            key={policy.version}
            policy={policy}
            before={versions[index + 1] ?? null}
            isCurrent={policy.version === currentVersion}
            isMarked={policy.version === markedVersion}
            onRestore={() => onRestore(policy)}
          />
        ))}
      </ol>
    </section>
  );
}

interface VersionProps {
  readonly policy: MatchingPolicy;
  readonly before: MatchingPolicy | null;
  readonly isCurrent: boolean;
  readonly isMarked: boolean;
  readonly onRestore: () => void;
}

function Version({ policy, before, isCurrent, isMarked, onRestore }: VersionProps) {
  const { version, note, createdAt, createdBy } = policy;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMarked) row.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  const changes = before === null ? [] : differences(before, policy);
  return (
    <li ref={row} className={classes['version']} data-marked={isMarked || undefined}>
      <div className={classes['versionName']}>
        Version {version}
        {isCurrent && <span className={classes['current']}>current</span>}
      </div>
      <div>
        {version === 0 ? (
          <span>The built-in default</span>
        ) : (
          <ul className={classes['differences']}>
            {changes.map(({ what, from, to }) => (
              <li key={what}>
                {what} <s>{from}</s> {to}
              </li>
            ))}
            {before !== null && changes.length === 0 && (
              <li>The same as version {before.version}</li>
            )}
          </ul>
        )}
        {version !== 0 && note !== null && note !== '' && <div>“{note}”</div>}
        <div className={classes['about']}>
          {createdBy}
          {createdAt !== null && (
            <>
              {createdBy !== null && ' · '}
              <TimeAgo at={createdAt} style="words" />
            </>
          )}
        </div>
      </div>
      {!isCurrent && (
        <Button
          variant="default"
          size="compact-xs"
          title="Puts these values into the editor; nothing is saved yet"
          onClick={onRestore}
        >
          Restore
        </Button>
      )}
    </li>
  );
}
