import { Modal, useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Icon } from '@tabler/icons-react';
import {
  IconBell,
  IconGavel,
  IconKeyboard,
  IconList,
  IconListCheck,
  IconPlus,
  IconRobot,
  IconSearch,
  IconTargetArrow,
} from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { graphql } from '../graphql/tada.ts';
import { jobStatusLook } from '../ui/job-status.ts';
import { JobStatusIcon } from '../ui/job-status-badge.tsx';
import { colorSchemes } from './color-scheme-menu.tsx';
import classes from './command-palette.module.css';
import { matchesPalette } from './palette-match.ts';
import { paths } from './paths.ts';

const PaletteJobs_Query = graphql(`
  query PaletteJobs($text: String!) {
    jobs(first: 8, filter: { text: $text }) {
      edges { node { id title status } }
    }
  }
`);

interface Command {
  id: string;
  label: string;
  kind: string;
  icon: ReactNode;
  run: () => void;
}

interface CommandPaletteProps {
  onClose: () => void;
  onCreateJob: () => void;
  onKeyboardHelp: () => void;
}

/** Everything one can go to or do, by typing its name; jobs by the words in them. */
export default function CommandPalette(props: CommandPaletteProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const commands = useCommands(text.trim(), props);
  const active = Math.min(chosen, commands.length - 1);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    props.onClose();
    command.run();
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return (
    <Modal
      opened
      onClose={props.onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      transitionProps={{ duration: 80 }}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
    >
      <div className={classes['field']}>
        <IconSearch size={17} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-label="Go to, do, or find a job"
          placeholder="Go to, do, or find a job"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={commands.length > 0 ? optionId(active) : undefined}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step !== undefined && commands.length > 0) {
              event.preventDefault();
              setChosen((active + step + commands.length) % commands.length);
            }
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(commands[active]);
          }}
        />
      </div>
      <div id={listId} role="listbox" aria-label="Commands" className={classes['list']}>
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
          <div
            key={command.id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            ref={index === active ? keepInView : null}
            className={classes['option']}
            onMouseMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            {command.icon}
            <span className={classes['label']}>{command.label}</span>
            <span className={classes['kind']}>{command.kind}</span>
          </div>
        ))}
        {commands.length === 0 && <div className={classes['empty']}>Nothing by that name</div>}
      </div>
    </Modal>
  );
}

function keepInView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

function useCommands(text: string, actions: CommandPaletteProps): readonly Command[] {
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const [wanted] = useDebouncedValue(text, 150);
  const [{ data }] = useQuery({
    query: PaletteJobs_Query,
    variables: { text: wanted },
    pause: wanted === '',
  });
  const command = (label: string, kind: string, Icon: Icon, run: () => void): Command => ({
    id: `${kind} ${label}`,
    label,
    kind,
    icon: <Icon size={16} stroke={1.8} aria-hidden />,
    run,
  });
  const fixed = [
    command('Jobs', 'Go to', IconList, () => navigate(paths.jobs)),
    command('Needs you', 'Go to', IconBell, () => navigate(paths.needsYou)),
    command('Decisions', 'Go to', IconGavel, () => navigate(paths.decisions)),
    command('Agents', 'Go to', IconRobot, () => navigate(paths.agents)),
    command('Batches', 'Go to', IconListCheck, () => navigate(paths.batches)),
    command('Matching', 'Go to', IconTargetArrow, () => navigate(paths.matching)),
    command('Create a job', 'Do', IconPlus, actions.onCreateJob),
    command('Keyboard help', 'Do', IconKeyboard, actions.onKeyboardHelp),
    ...colorSchemes.map(({ value, label, icon }) =>
      command(label, 'Colour scheme', icon, () => setColorScheme(value)),
    ),
  ];
  const jobs = text === '' || data === undefined ? [] : data.jobs.edges;
  return [
    ...fixed.filter(({ label, kind }) => matchesPalette(`${kind} ${label}`, text)),
    ...jobs.map(({ node }) => ({
      id: node.id,
      label: node.title,
      kind: jobStatusLook[node.status].label,
      icon: <JobStatusIcon status={node.status} />,
      run: () => navigate(`${paths.jobs}/${node.id}`),
    })),
  ];
}
