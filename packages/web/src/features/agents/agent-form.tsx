import { SegmentedControl, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { JsonEditor } from '../../ui/json-editor.tsx';
import { TagRuleFields } from '../../ui/tag-rule-fields.tsx';
import classes from './agent-form.module.css';
import type { AgentDraft, AgentKind, AgentProblem } from './agent-form-model.ts';
import { agentKinds } from './agent-kinds.ts';
import { SecretField } from './secret-field.tsx';
import { SkillsEditor } from './skills-editor.tsx';

interface AgentFormProps {
  readonly draft: AgentDraft;
  readonly onChange: (draft: AgentDraft) => void;
  readonly problems: readonly AgentProblem[];
  /** An agent that exists keeps its kind and its secret. */
  readonly isNew: boolean;
}

/** The controls of an agent: what all have, and what its kind has. */
export function AgentForm({ draft, onChange, problems, isNew }: AgentFormProps) {
  const change = (part: Partial<AgentDraft>) => onChange({ ...draft, ...part });
  const problemOf = (field: string): string | undefined =>
    problems.find((problem) => problem.field === field)?.message;

  return (
    <Stack gap="md">
      {isNew && (
        <div>
          <SegmentedControl
            fullWidth
            aria-label="Kind of agent"
            value={draft.kind}
            onChange={(kind) => change({ kind })}
            data={(['HTTP', 'PULL', 'OPENAI'] satisfies AgentKind[]).map((kind) => ({
              value: kind,
              label: agentKinds[kind].label,
            }))}
          />
          <Text size="xs" c="dimmed" mt={6}>
            {agentKinds[draft.kind].means}
          </Text>
        </div>
      )}
      <div className={classes['pair']}>
        <TextInput
          label="Name"
          required
          placeholder="csv-analyst"
          data-autofocus
          value={draft.name}
          error={problemOf('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextInput
          label="Jobs at once"
          required
          inputMode="numeric"
          value={draft.capacity}
          error={problemOf('capacity')}
          onChange={(event) => change({ capacity: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label="What it does"
        description="The matcher reads this, and so do the people who choose by hand."
        required
        autosize
        minRows={2}
        maxRows={8}
        placeholder="Summarises tables: types of the columns, counts, quartiles, what is missing."
        value={draft.description}
        error={problemOf('description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      {kindFields(draft, change, problemOf, isNew)}
      <SkillsEditor
        skills={draft.skills}
        onChange={(skills) => change({ skills })}
        problemOf={problemOf}
      />
      <TagsInput
        label="Tags"
        description="What it is: gpu, eu. Jobs may demand or refuse them."
        value={[...draft.tags]}
        onChange={(tags) => change({ tags })}
        error={problemOf('tags')}
        splitChars={[',']}
        acceptValueOnBlur
      />
      <div className={classes['halves']}>
        <TagRuleFields
          whose="its jobs"
          rule={draft.jobTags}
          onChange={(jobTags) => change({ jobTags })}
          demandsError={problemOf('jobTags')}
        />
      </div>
      <TextInput
        label="Cost per job"
        description="In a unit that is the same for all agents. The matcher prefers the cheaper of agents that fit alike. Empty: not known."
        inputMode="decimal"
        value={draft.costPerJob}
        error={problemOf('costPerJob')}
        onChange={(event) => change({ costPerJob: event.currentTarget.value })}
      />
      <JsonEditor
        label="Input schema"
        description="JSON Schema (2020-12) of the inputs it takes. It makes the form at assigning, and keeps out jobs that would not fit. Empty: any inputs."
        value={draft.inputSchema}
        error={problemOf('inputSchema')}
        placeholder={schemaExample}
        minRows={5}
        onChange={(inputSchema) => change({ inputSchema })}
      />
    </Stack>
  );
}

const schemaExample = `{
  "type": "object",
  "required": ["csv"],
  "properties": { "csv": { "type": "string" } }
}`;

function kindFields(
  draft: AgentDraft,
  change: (part: Partial<AgentDraft>) => void,
  problemOf: (field: string) => string | undefined,
  isNew: boolean,
): ReactNode {
  switch (draft.kind) {
    case 'HTTP':
      return (
        <>
          <TextInput
            label="Endpoint"
            required
            type="url"
            placeholder="http://127.0.0.1:4100/csv-analyst"
            value={draft.endpoint}
            error={problemOf('endpoint')}
            onChange={(event) => change({ endpoint: event.currentTarget.value })}
          />
          <SecretField
            value={draft.secret}
            error={problemOf('secret')}
            keepsOld={!isNew}
            onChange={(secret) => change({ secret })}
          />
        </>
      );
    case 'PULL':
      return null;
    case 'OPENAI':
      return (
        <>
          <Textarea
            label="Instructions"
            required
            autosize
            minRows={4}
            maxRows={14}
            placeholder="You translate the text in the inputs into plain English. Answer with the translation only."
            value={draft.instructions}
            error={problemOf('instructions')}
            onChange={(event) => change({ instructions: event.currentTarget.value })}
          />
          <TextInput
            label="Model"
            description="Empty: the one the server is set to."
            value={draft.model}
            error={problemOf('model')}
            onChange={(event) => change({ model: event.currentTarget.value })}
          />
        </>
      );
  }
}
