import classes from './batches-table.module.css';

/** The columns and their names, which the skeleton shows too. */
export function BatchesTableHead() {
  return (
    <thead>
      <tr>
        <th scope="col">Batch</th>
        <th scope="col">State</th>
        <th scope="col">Progress</th>
        <th scope="col" className={classes['actor']}>
          Who
        </th>
        <th scope="col" className={classes['age']}>
          Begun
        </th>
      </tr>
    </thead>
  );
}
