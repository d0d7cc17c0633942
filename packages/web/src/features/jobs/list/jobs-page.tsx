import { Button, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { clsx } from '../../../ui/clsx.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { type JobStatus, jobStatuses, statusesThatNeedYou } from '../../../ui/job-status.ts';
import { offersAllMatching, statusesOf } from '../batch/selected-rows.ts';
import { countSelected } from '../batch/selection.ts';
import { SelectionAnnouncer } from '../batch/selection-announcer.tsx';
import { useSelection } from '../batch/use-selection.ts';
import { NeedsYouTabs } from '../decide/needs-you-tabs.tsx';
import { jobFilterOf } from './job-list-filter.ts';
import { type JobListView, readJobListView, writeJobListView } from './job-list-url.ts';
import { JobTable } from './job-table.tsx';
import { JobsEmpty } from './jobs-empty.tsx';
import classes from './jobs-page.module.css';
import { RowActions } from './row-actions.tsx';
import { StatusFilter } from './status-filter.tsx';
import { useJobList } from './use-job-list.ts';

const JobView = lazy(() => import('../detail/job-view.tsx'));
const loadBatchBar = () => import('../batch/batch-bar.tsx');
const BatchBar = lazy(loadBatchBar);
const CreateJobDialog = lazy(() => import('../create/create-job-dialog.tsx'));

interface JobsPageProps {
  /** Only the jobs that wait for a person. */
  needsYou?: boolean;
}

/** The list of jobs; the open one beside it where there is room, in its place where there is not. */
export function JobsPage({ needsYou = false }: JobsPageProps) {
  const [path, navigate] = useLocation();
  const view = readJobListView(useSearch());
  const offered: readonly JobStatus[] = needsYou ? statusesThatNeedYou : jobStatuses;
  const chosen = view.statuses.filter((status) => offered.includes(status));
  const shown = needsYou && chosen.length === 0 ? statusesThatNeedYou : chosen;
  const filter = jobFilterOf({ statuses: shown, text: view.text });
  const list = useJobList({ statuses: shown, text: view.text, sort: view.sort });
  const [selection, ticking] = useSelection(list.source, JSON.stringify(filter));
  const selected = countSelected(selection, list.totalCount ?? 0);
  useEffect(() => {
    // Not needed for the list, but at once with the first job that is ticked: its keys must not come late.
    void loadBatchBar();
  }, []);
  const wide = useMediaQuery('(min-width: 1140px)', undefined, { getInitialValueInEffect: false });
  useDocumentTitle(needsYou ? 'Needs you · Muster' : 'Jobs · Muster');

  const addressOf = (change: Partial<JobListView>) => {
    const search = writeJobListView({ ...view, statuses: chosen, ...change });
    return search === '' ? path : `${path}?${search}`;
  };
  const change = (next: Partial<JobListView>, replace = false) =>
    navigate(addressOf(next), { replace });
  const create = () => change({ creating: true });
  const close = () => change({ openJobId: null });

  const filtered = view.text !== '' || chosen.length > 0;
  const empty = !list.loading && list.error === null && list.rows.length === 0;
  const openJob = view.openJobId !== null && (
    <Suspense>
      <JobView
        key={view.openJobId}
        jobId={view.openJobId}
        placement={wide ? 'panel' : 'page'}
        onClose={close}
      />
    </Suspense>
  );

  return (
    <div className={clsx(classes['page'], wide && openJob && classes['split'])}>
      {/* On a phone the list stays behind the job, so that one comes back to the same place. */}
      <section
        className={classes['list']}
        aria-label={needsYou ? 'Needs you' : 'Jobs'}
        hidden={!wide && openJob !== false}
      >
        <VisuallyHidden component="h1">{needsYou ? 'Needs you' : 'Jobs'}</VisuallyHidden>
        {needsYou && <NeedsYouTabs here="stopped" />}
        <div className={classes['bar']}>
          <div className={classes['filters']}>
            <StatusFilter
              offered={offered}
              chosen={chosen}
              onChange={(statuses) => change({ statuses })}
            />
          </div>
          <div className={classes['create']}>
            <Button onClick={create} title="New job (C)">
              <IconPlus size={14} aria-hidden />
              <span className={classes['createLabel']}>New job</span>
            </Button>
          </div>
        </div>
        {list.error !== null && (
          <div className={classes['notice']}>
            <ErrorNotice error={list.error} onRetry={list.source.refresh} />
          </div>
        )}
        <RowActions enabled={view.openJobId === null && selected === 0} />
        {empty ? (
          <JobsEmpty
            needsYou={needsYou}
            filtered={filtered}
            onClear={() => change({ statuses: [], text: '' })}
            onCreate={create}
          />
        ) : (
          <JobTable
            list={list}
            sort={view.sort}
            onSort={(sort) => change({ sort }, true)}
            openJobId={view.openJobId}
            hrefOf={(openJobId) => addressOf({ openJobId })}
            onMove={(openJobId) => change({ openJobId }, true)}
            selection={selection}
            ticking={ticking}
          />
        )}
        <SelectionAnnouncer count={selected} allMatching={selection.allMatching} />
        {(selected > 0 || selection.selecting) && (
          <Suspense>
            <BatchBar
              selection={selection}
              ticking={ticking}
              statuses={selection.allMatching ? shown : statusesOf(list.rows, selection)}
              filter={filter}
              matching={list.totalCount ?? 0}
              offersAll={offersAllMatching(selection, list)}
            />
          </Suspense>
        )}
      </section>
      {openJob && <div className={classes['panel']}>{openJob}</div>}
      {view.creating && (
        <Suspense>
          <CreateJobDialog
            onClose={() => change({ creating: false }, true)}
            onCreated={(jobId) => change({ creating: false, openJobId: jobId }, true)}
          />
        </Suspense>
      )}
    </div>
  );
}
