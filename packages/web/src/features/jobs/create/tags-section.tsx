import { TagsInput } from '@mantine/core';
import { isEmptyRule, sayTagRule, type TagRule } from '../../../ui/tag-rule.ts';
import { TagRuleFields } from '../../../ui/tag-rule-fields.tsx';
import { Fold } from './fold.tsx';

interface TagsSectionProps {
  readonly tags: readonly string[];
  readonly onTags: (tags: string[]) => void;
  readonly agentTags: TagRule;
  readonly onAgentTags: (rule: TagRule) => void;
  readonly issueAt: (field: string) => string | undefined;
}

/** What the job is, and what its agent must or must not be; folded, since most jobs need none. */
export function TagsSection({ tags, onTags, agentTags, onAgentTags, issueAt }: TagsSectionProps) {
  const says = [
    ...(tags.length > 0 ? [tags.join(', ')] : []),
    ...(isEmptyRule(agentTags) ? [] : [sayTagRule(agentTags)]),
  ];
  return (
    <Fold
      title="Tags"
      says={says.length === 0 ? 'none' : says.join(' · ')}
      mustShow={issueAt('tags') !== undefined || issueAt('agentTags') !== undefined}
    >
      <TagsInput
        label="Tags"
        description="What the job is: eu, pii. Agents may demand or refuse them."
        value={[...tags]}
        onChange={onTags}
        error={issueAt('tags')}
        splitChars={[',']}
        acceptValueOnBlur
      />
      <TagRuleFields
        whose="its agent"
        rule={agentTags}
        onChange={onAgentTags}
        demandsError={issueAt('demands')}
        refusesError={issueAt('refuses')}
      />
    </Fold>
  );
}
