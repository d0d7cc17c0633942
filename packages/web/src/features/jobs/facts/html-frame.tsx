import { useComputedColorScheme } from '@mantine/core';
import { useState } from 'react';
import classes from './result-view.module.css';

/** Nothing in the page may run, load from elsewhere or reach the console. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A plain dress for a page that brings none, in the console's scheme. */
const dress = `body{font:14px/1.55 system-ui,sans-serif;margin:14px;overflow-wrap:anywhere}
pre,code{font-size:12px}pre{overflow:auto}
table{border-collapse:collapse}td,th{border:1px solid #8884;padding:4px 8px}`;

function pageAround(html: string, scheme: 'light' | 'dark'): string {
  return `<!doctype html><html style="color-scheme:${scheme}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style>${dress}</style><body>${html}`;
}

/** HTML that an agent wrote, in a frame that is allowed nothing. */
export function HtmlFrame({ html, title }: { html: string; title: string }) {
  const [source, setSource] = useState(false);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return (
    <>
      {source ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <pre className={classes['text']} tabIndex={0}>
          {html}
        </pre>
      ) : (
        <iframe
          className={classes['frame']}
          sandbox=""
          srcDoc={pageAround(html, scheme)}
          title={`${title}, rendered`}
        />
      )}
      <div className={classes['foot']}>
        <button type="button" className={classes['toggle']} onClick={() => setSource(!source)}>
          {source ? 'Show it rendered' : 'Show its source'}
        </button>
      </div>
    </>
  );
}
