import { Button } from '@mantine/core';
import { IconInbox, IconSearch, IconSparkles } from '@tabler/icons-react';
import { CodeSnippet } from '../../../ui/code-snippet.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

const curl = `curl ${location.origin}/graphql \\
  -H "authorization: Bearer $MUSTER_TOKEN" -H "content-type: application/json" \\
  -d '{"query":"mutation { createJob(input: { title: \\"Count words\\", inputs: { text: \\"one two\\" } }) { __typename } }"}'`;

interface JobsEmptyProps {
  needsYou: boolean;
  filtered: boolean;
  onClear: () => void;
  onCreate: () => void;
}

/** An empty list says why it is empty and teaches the next step. */
export function JobsEmpty({ needsYou, filtered, onClear, onCreate }: JobsEmptyProps) {
  if (filtered) {
    return (
      <EmptyState
        icon={IconSearch}
        title="No job matches"
        actions={
          <Button variant="default" onClick={onClear}>
            Clear the search and filters
          </Button>
        }
      >
        Nothing fits these words and statuses. New jobs that do will appear here by themselves.
      </EmptyState>
    );
  }
  if (needsYou) {
    return (
      <EmptyState icon={IconSparkles} title="Nothing needs you">
        Jobs that failed, were rejected or wait for other inputs will appear here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={IconInbox}
      title="No jobs yet"
      actions={<Button onClick={onCreate}>Create the first job</Button>}
    >
      A job is a title, what it needs and its inputs. Muster matches it to an agent that can do it
      and shows here, live, what becomes of it. Programs create jobs like this:
      <CodeSnippet text={curl} what="the curl command" />
    </EmptyState>
  );
}
