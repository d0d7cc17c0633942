import { TagsInput } from '@mantine/core';
import type { TagRule } from './tag-rule.ts';

interface TagRuleFieldsProps {
  /** Whose tags the rule is about: "its agent", "its jobs". */
  readonly whose: string;
  readonly rule: TagRule;
  readonly onChange: (rule: TagRule) => void;
  readonly demandsError?: string | undefined;
  readonly refusesError?: string | undefined;
}

/** Which tags the other side of an assignment must have, and which it must not have. */
export function TagRuleFields({ whose, rule, onChange, ...errors }: TagRuleFieldsProps) {
  return (
    <>
      <TagsInput
        label={`Demands of ${whose}`}
        description="Tags that must all be there."
        value={[...rule.demands]}
        onChange={(demands) => onChange({ ...rule, demands })}
        error={errors.demandsError}
        splitChars={[',']}
        acceptValueOnBlur
      />
      <TagsInput
        label={`Refuses in ${whose}`}
        description="Tags of which none may be there."
        value={[...rule.refuses]}
        onChange={(refuses) => onChange({ ...rule, refuses })}
        error={errors.refusesError}
        splitChars={[',']}
        acceptValueOnBlur
      />
    </>
  );
}
