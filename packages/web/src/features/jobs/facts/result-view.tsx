import type { Json } from '../../../graphql/tada.ts';
import { JsonTree } from '../../../ui/json-tree.tsx';
import { HtmlFrame } from './html-frame.tsx';
import { isScalar, resultShape } from './result-shape.ts';
import classes from './result-view.module.css';
import { RowsTable } from './rows-table.tsx';

interface ResultViewProps {
  value: Json;
  name?: string;
}

/** A result or an input, in the form in which it is best read. */
export function ResultView({ value, name = 'result' }: ResultViewProps) {
  const shape = resultShape(value, name);
  switch (shape.type) {
    case 'rows':
      return <RowsTable label={name} columns={shape.columns} rows={shape.rows} />;
    case 'html':
      return <HtmlFrame html={shape.html} title={name} />;
    case 'text':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <pre className={classes['text']} tabIndex={0}>
          {shape.text}
        </pre>
      );
    case 'tree':
      return (
        <div className={classes['tree']}>
          <JsonTree value={shape.value} />
        </div>
      );
    case 'parts':
      return <Parts parts={shape.parts} />;
  }
}

/** The single values together first, then each larger part under its name. */
function Parts({ parts }: { parts: readonly { name: string; value: Json }[] }) {
  const isSmall = ({ name, value }: { name: string; value: Json }) =>
    (isScalar(value) || Object.keys(value).length === 0) &&
    resultShape(value, name).type === 'tree';
  const small = parts.filter(isSmall);
  return (
    <div className={classes['parts']}>
      {small.length > 0 && (
        <dl className={classes['scalars']}>
          {small.map(({ name, value }) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{isScalar(value) ? String(value) : 'none'}</dd>
            </div>
          ))}
        </dl>
      )}
      {parts
        .filter((part) => !isSmall(part))
        .map(({ name, value }) => (
          <div key={name}>
            <h3 className={classes['name']}>{name}</h3>
            <ResultView value={value} name={name} />
          </div>
        ))}
    </div>
  );
}
