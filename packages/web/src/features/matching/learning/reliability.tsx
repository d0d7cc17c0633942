import { count, percent } from '../../../ui/figures.ts';
import classes from '../matching-page.module.css';
import type { ReliabilityBin } from './learning-query.ts';
import { ReliabilityChart } from './reliability-chart.tsx';
import { binLabel, calibrationError } from './reliability-words.ts';

/** Whether the matcher is right as often as it says. */
export function Reliability({ bins }: { readonly bins: readonly ReliabilityBin[] }) {
  const error = calibrationError(bins);
  return (
    <section aria-label="Reliability" className={classes['reliability']}>
      <div>
        <h2 className={classes['heading']}>Is it right as often as it says?</h2>
        <p className={classes['quiet']}>
          {error === null
            ? 'Not known yet: it takes decisions of the matcher that have ended. Then this shows, for those said to be about 80 % sure, how many were right.'
            : `Each point is a group of the matcher’s decisions of the last 30 days that have ended: how sure it said it was, and how many of them were right (completed at the first attempt and not overridden). On the line it says what is so. On average it is off by ${percent(error)}.`}
        </p>
      </div>
      {error !== null && (
        <>
          <ReliabilityChart bins={bins} />
          <div className={classes['tableScroll']}>
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col">Said</th>
                  <th scope="col">Decisions</th>
                  <th scope="col">Mean said</th>
                  <th scope="col">Right</th>
                </tr>
              </thead>
              <tbody>
                {bins.map((bin) => (
                  <tr key={bin.from}>
                    <th scope="row">{binLabel(bin)}</th>
                    <td>{count(bin.decisions)}</td>
                    <td>{bin.meanConfidence === null ? '–' : percent(bin.meanConfidence)}</td>
                    <td>{bin.shareRight === null ? '–' : percent(bin.shareRight)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
