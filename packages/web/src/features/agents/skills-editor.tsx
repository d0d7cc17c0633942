import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './agent-form.module.css';
import type { SkillDraft } from './agent-form-model.ts';

interface SkillsEditorProps {
  readonly skills: readonly SkillDraft[];
  readonly onChange: (skills: readonly SkillDraft[]) => void;
  readonly problemOf: (field: string) => string | undefined;
}

/** Skills as rows of name and what it means. A job that requires a skill only goes to agents that name it. */
export function SkillsEditor({ skills, onChange, problemOf }: SkillsEditorProps) {
  const list = useRef<HTMLFieldSetElement>(null);
  const change = (id: number, part: Partial<SkillDraft>) =>
    onChange(skills.map((skill) => (skill.id === id ? { ...skill, ...part } : skill)));

  function add(): void {
    const id = Math.max(-1, ...skills.map((skill) => skill.id)) + 1;
    onChange([...skills, { id, name: '', description: '' }]);
    requestAnimationFrame(() => {
      list.current?.querySelector<HTMLInputElement>('[data-skill]:last-of-type input')?.focus();
    });
  }

  return (
    <fieldset className={classes['skills']} ref={list}>
      <legend className={classes['legend']}>Skills</legend>
      <Input.Description>
        A job that requires a skill goes only to agents that have it, by its name.
      </Input.Description>
      {skills.map((skill, index) => (
        <div key={skill.id} className={classes['skill']} data-skill>
          <TextInput
            aria-label={`Skill ${index + 1}, name`}
            placeholder="csv"
            value={skill.name}
            error={problemOf(`skills/${index}/name`)}
            onChange={(event) => change(skill.id, { name: event.currentTarget.value })}
          />
          <TextInput
            aria-label={`Skill ${index + 1}, description`}
            placeholder="Reads tables in CSV, any delimiter"
            value={skill.description}
            error={problemOf(`skills/${index}/description`)}
            onChange={(event) => change(skill.id, { description: event.currentTarget.value })}
          />
          <ActionIcon
            mt={3}
            aria-label={`Remove skill ${skill.name || index + 1}`}
            onClick={() => onChange(skills.filter(({ id }) => id !== skill.id))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {problemOf('skills') !== undefined && <Input.Error mt={4}>{problemOf('skills')}</Input.Error>}
      <Button
        variant="subtle"
        size="compact-xs"
        mt={6}
        ml={-7}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={add}
      >
        Add a skill
      </Button>
    </fieldset>
  );
}
