import classes from './agent-load.module.css';

/** How full an agent is: a bar for the eye and "2 of 4" for reading. */
export function AgentLoad({
  activeJobs,
  capacity,
}: {
  readonly activeJobs: number;
  readonly capacity: number;
}) {
  const share = capacity === 0 ? 1 : Math.min(1, activeJobs / capacity);
  return (
    <span className={classes['load']} title={`Holds ${activeJobs} of at most ${capacity} jobs`}>
      <span className={classes['track']} aria-hidden>
        <span
          className={classes['fill']}
          data-full={share === 1 || undefined}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span>
        {activeJobs} of {capacity}
      </span>
    </span>
  );
}
