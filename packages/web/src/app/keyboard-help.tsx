import { Kbd, Modal, Switch } from '@mantine/core';
import { useStore } from '../graphql/store.ts';
import {
  letterKeysEnabled,
  type Shortcut,
  setLetterKeysEnabled,
  shortcuts,
} from '../ui/shortcuts.ts';
import classes from './keyboard-help.module.css';

const groups: readonly Shortcut['group'][] = ['Anywhere', 'List', 'Selection', 'Decision', 'Job'];
const always: readonly Pick<Shortcut, 'keys' | 'group' | 'label'>[] = [
  { keys: 'enter', group: 'List', label: 'Open the job' },
];

/** The keys that do something on this page. */
export default function KeyboardHelp({ onClose }: { onClose: () => void }) {
  const offered = [...useStore(shortcuts), ...always];
  const letters = useStore(letterKeysEnabled);
  return (
    <Modal opened onClose={onClose} title="Keyboard" size="sm">
      {groups.map((group) => {
        const byKeys = new Map(
          offered.filter((one) => one.group === group).map((one) => [one.keys, one]),
        );
        if (byKeys.size === 0) return null;
        return (
          <section key={group}>
            <h3 className={classes['group']}>{group}</h3>
            <dl className={classes['list']}>
              {[...byKeys.values()].map(({ keys, label }) => (
                <div key={keys} style={{ display: 'contents' }}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
      <Switch
        label="Single keys do something"
        description="Switch it off if you dictate; Ctrl and ⌘ combinations stay."
        checked={letters}
        onChange={(event) => setLetterKeysEnabled(event.currentTarget.checked)}
      />
    </Modal>
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

function Keys({ keys }: { keys: string }) {
  return keys.split(' ').map((key, index) => (
    <span key={key}>
      {index > 0 && ' then '}
      <Kbd size="xs">
        {key.replace('mod+', isApple ? '⌘ ' : 'Ctrl ').replace('shift+', 'Shift ')}
      </Kbd>
    </span>
  ));
}
