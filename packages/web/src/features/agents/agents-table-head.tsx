import classes from './agents-table.module.css';

/** The columns and their names, which the skeleton shows too. */
export function AgentsTableHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" className={classes['kind']}>
          Kind
        </th>
        <th scope="col" className={classes['availability']}>
          Availability
        </th>
        <th scope="col">Load</th>
        <th scope="col" className={classes['success']}>
          Success
        </th>
        <th scope="col" className={classes['skills']}>
          Skills
        </th>
        <th scope="col" className={classes['seen']}>
          Seen
        </th>
      </tr>
    </thead>
  );
}
