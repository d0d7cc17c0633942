import {
  Button,
  Group,
  Input,
  Modal,
  Slider,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { JsonEditor } from '../../../ui/json-editor.tsx';
import { parseJson } from '../../../ui/json-text.ts';
import { noRule } from '../../../ui/tag-rule.ts';
import { useAction } from '../../../ui/use-action.ts';
import { JobRefusal } from '../job-refusal.ts';
import { createJob, type NewJob } from '../job-requests.ts';
import { csvExample } from './job-example.ts';
import { blankRetry, placeRetryIssues, readRetry } from './retry-draft.ts';
import { RetrySection } from './retry-section.tsx';
import { TagsSection } from './tags-section.tsx';

interface CreateJobDialogProps {
  onClose: () => void;
  onCreated: (jobId: string) => void;
}

const usualPriority = 50;

/** A new job: what is to be done, with what, by whom at least. */
export default function CreateJobDialog({ onClose, onCreated }: CreateJobDialogProps) {
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [skills, setSkills] = useState<string[]>([]);
  const [tags, setTags] = useState<string[]>([]);
  const [agentTags, setAgentTags] = useState(noRule);
  const [priority, setPriority] = useState(usualPriority);
  const [inputs, setInputs] = useState('');
  // Who writes a job down wants it done: to wait for a second decision is the exception, and a switch away.
  const [autoAssign, setAutoAssign] = useState(true);
  const [retry, setRetry] = useState(blankRetry);
  // What cannot be read is not held against someone who is still typing it.
  const [judged, setJudged] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [idempotencyKey] = useState(newKey);
  const { run, pending, error } = useAction(async (job: NewJob) => onCreated(await createJob(job)));

  const parsed = inputs.trim() === '' ? null : parseJson(inputs);
  const readable = parsed === null || parsed.ok;
  const { policy: retryPolicy, problems: unreadable } = readRetry(retry);
  const retryProblems = {
    ...(error instanceof JobRefusal && placeRetryIssues(error.issues)),
    ...(judged && unreadable),
  };
  useEffect(() => {
    if (error !== null || judged) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [error, judged]);
  const issueAt = (field: string) =>
    error instanceof JobRefusal
      ? error.issues.find(({ path }) => path.split(/[./]/).includes(field))?.message
      : undefined;

  const submit = () => {
    setJudged(true);
    if (!readable || title.trim() === '' || Object.keys(unreadable).length > 0) return;
    void run({
      title: title.trim(),
      description: description.trim() === '' ? null : description,
      inputs: parsed?.ok ? parsed.value : undefined,
      requiredSkills: skills,
      tags,
      agentTags,
      priority,
      autoAssign,
      retryPolicy,
      idempotencyKey,
    });
  };
  const fillIn = () => {
    setTitle(csvExample.title);
    setDescription(csvExample.description);
    setSkills([...csvExample.requiredSkills]);
    setInputs(JSON.stringify(csvExample.inputs, null, 2));
  };

  return (
    <Modal opened onClose={onClose} title="New job" size="lg">
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            placeholder="What is to be done"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            error={issueAt('title')}
            required
            maxLength={200}
            data-autofocus
          />
          <Textarea
            label="Description"
            placeholder="What an agent should know; it also guides the matching"
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            error={issueAt('description')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={20_000}
          />
          <JsonEditor
            label="Inputs (JSON)"
            placeholder='{ "csv": "…" }'
            value={inputs}
            onChange={setInputs}
            error={issueAt('inputs')}
            minRows={5}
            maxRows={14}
          />
          <TagsInput
            label="Required skills"
            description="Only agents with all of these are considered. Enter or a comma ends one."
            value={skills}
            onChange={setSkills}
            error={issueAt('requiredSkills')}
            splitChars={[',']}
            acceptValueOnBlur
          />
          <Input.Wrapper label={`Priority ${priority}`} labelElement="div">
            <Slider
              mt={6}
              mb={4}
              thumbLabel="Priority"
              label={null}
              value={priority}
              onChange={setPriority}
              min={0}
              max={100}
              step={5}
              size="sm"
            />
          </Input.Wrapper>
          <Switch
            label="Match it by itself"
            description="It goes to the best agent as soon as one can take it. Off, it waits until someone assigns it."
            checked={autoAssign}
            onChange={(event) => setAutoAssign(event.currentTarget.checked)}
          />
          <TagsSection
            tags={tags}
            onTags={setTags}
            agentTags={agentTags}
            onAgentTags={setAgentTags}
            issueAt={issueAt}
          />
          <RetrySection
            draft={retry}
            onChange={(draft) => {
              setJudged(false);
              setRetry(draft);
            }}
            problems={retryProblems}
          />
          {error !== null && (
            <ErrorNotice
              error={isPlaced(error) ? new Error('The marked fields say what to mend.') : error}
              title="The job was not created"
            />
          )}
          <Group justify="space-between" gap="xs">
            <Button variant="subtle" onClick={fillIn}>
              Example: Summarise this CSV
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={pending} disabled={!readable}>
                Create job
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const fieldsWithIssues = [
  'title',
  'description',
  'inputs',
  'requiredSkills',
  'retryPolicy',
  'tags',
  'agentTags',
];

/** Whether all that is wrong is said beside a field, and need not be said once more. */
function isPlaced(error: unknown): boolean {
  return (
    error instanceof JobRefusal &&
    error.issues.length > 0 &&
    error.issues.every(({ path }) => fieldsWithIssues.some((field) => path.includes(field)))
  );
}

/** Not `randomUUID`, which a page that came over plain HTTP from another machine does not have. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
