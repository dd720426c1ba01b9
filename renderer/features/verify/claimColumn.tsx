import type { DataColumn } from '../../app/controls/index.ts';
import styles from './verify.module.css';

/** The first column of a table of claims: id of the claim, and what it measures below. */
export const claimColumn = <Claim extends { id: string; measure: string }>(width: string): DataColumn<Claim> => ({
  id: 'claim',
  header: 'Claim',
  width,
  rowHeader: true,
  wrap: true,
  cell: ({ id, measure }) => (
    <>
      {id}
      <span className={styles.measure}>{measure}</span>
    </>
  ),
});
