import type { TagRule as Rule } from '@muster/domain/matching/match-agent.ts';
import { builder } from './builder.ts';

const says = {
  demands: 'Tags that it must have, all of them. At most 32 of at most 64 characters.',
  refuses: 'Tags of which it must have none. At most 32 of at most 64 characters.',
} as const;

export const TagRule = builder.objectRef<Rule>('TagRule').implement({
  description:
    'Which tags the other side of an assignment must have and must not have. Compared without regard to case and outer blanks.',
  fields: (t) => ({
    demands: t.exposeStringList('demands', { description: says.demands }),
    refuses: t.exposeStringList('refuses', { description: says.refuses }),
  }),
});

export const TagRuleInput = builder.inputType('TagRuleInput', {
  fields: (t) => ({
    demands: t.stringList({ description: says.demands }),
    refuses: t.stringList({ description: says.refuses }),
  }),
});

/** A rule that was left out says nothing. */
export const tagRuleOf = (input: typeof TagRuleInput.$inferInput | null | undefined): Rule => ({
  demands: input?.demands ?? [],
  refuses: input?.refuses ?? [],
});
