import classes from './code-snippet.module.css';
import { CopyButton } from './copy-button.tsx';

/** Something to paste into a terminal or a program. */
export function CodeSnippet({ text, what }: { text: string; what: string }) {
  return (
    <div className={classes['snippet']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre className={classes['code']} tabIndex={0}>
        {text}
      </pre>
      <span className={classes['copy']}>
        <CopyButton text={text} what={what} />
      </span>
    </div>
  );
}
