import { useMemo, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import classes from './policy.module.css';
import { type PolicyIssues, type SaveOutcome, savePolicy } from './policy-api.ts';
import { decidesAlike, draftOf, type PolicyDraft, policyOf } from './policy-draft.ts';
import { PolicyEditor } from './policy-editor.tsx';
import type { MatchingPolicy } from './policy-fragment.ts';
import { PolicyHistory } from './policy-history.tsx';
import { readPolicySearch, writePolicySearch } from './policy-search.ts';
import { SavePolicy } from './save-policy.tsx';
import { WhatIf } from './what-if.tsx';

interface PolicyDeskProps {
  /** The policy that decides now. */
  readonly current: MatchingPolicy;
  readonly versions: readonly MatchingPolicy[];
  readonly onReadAgain: () => void;
}

/** The policy in the editor, beside what it would have changed, above the versions before it. */
export function PolicyDesk({ current, versions, onReadAgain }: PolicyDeskProps) {
  const [, navigate] = useLocation();
  const { last, version } = readPolicySearch(useSearch());
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(current));
  // The version that the draft began with. One that is saved elsewhere meanwhile pulls nothing from under one's hands.
  const [base, setBase] = useState(current);
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null);
  const [saving, setSaving] = useState(false);

  const changed = !decidesAlike(draft, base);
  const policy = useMemo(() => policyOf(draft), [draft]);
  const asked = useMemo(() => (changed ? policy : null), [changed, policy]);
  const issues: PolicyIssues = outcome?.kind === 'invalid' ? outcome.issues : [];
  // Nothing was changed here: follow what is current.
  if (!changed && current.version > base.version) {
    setBase(current);
    setDraft(draftOf(current));
  }

  const edit = (next: PolicyDraft) => {
    setDraft(next);
    setOutcome(null);
  };
  const save = async () => {
    if (policy === null) return;
    setSaving(true);
    const result = await savePolicy(policy, note, base.version);
    setSaving(false);
    setOutcome(result);
    if (result.kind === 'saved') {
      setBase(result.policy);
      setDraft(draftOf(result.policy));
      setNote('');
    }
    if (result.kind === 'saved' || result.kind === 'conflict') onReadAgain();
  };
  const takeTheirs = () => {
    setBase(current);
    edit(draftOf(current));
  };
  const keepMine = () => {
    setBase(current);
    setOutcome(null);
  };

  return (
    <>
      <div className={classes['layout']}>
        <PolicyEditor
          draft={draft}
          onChange={edit}
          problemAt={(path) => issues.find((issue) => issue.path.endsWith(path))?.message}
        />
        <div className={classes['side']}>
          <WhatIf
            policy={asked}
            last={last}
            onLast={(next) =>
              navigate(`/matching${writePolicySearch({ last: next, version })}`, { replace: true })
            }
          />
          <SavePolicy
            canSave={changed && policy !== null}
            changed={changed}
            baseVersion={base.version}
            current={current}
            note={note}
            onNote={setNote}
            saving={saving}
            outcome={outcome}
            onSave={() => void save()}
            onReset={() => edit(draftOf(base))}
            onTakeTheirs={takeTheirs}
            onKeepMine={keepMine}
          />
        </div>
      </div>
      <PolicyHistory
        versions={versions}
        currentVersion={current.version}
        markedVersion={version}
        onRestore={(old) => {
          edit(draftOf(old));
          setNote(
            old.version === 0 ? 'The built-in default again' : `Version ${old.version} again`,
          );
        }}
      />
    </>
  );
}
