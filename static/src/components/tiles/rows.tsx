import type { ReactNode } from "react";

import styles from "./tiles.module.css";

interface Row {
  key: string;
  before?: ReactNode;
  name: ReactNode;
  /** Between 0 and 1: how far the bar reaches. */
  share?: number | null;
  value: ReactNode;
  tone?: "praised" | "act" | undefined;
}

/** Names and their numbers, one below the other, with a bar that compares them. */
export function Rows({ rows, empty }: { rows: readonly Row[]; empty: string }) {
  if (rows.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <ol className={styles.rows} data-numbered={rows.some(({ before }) => before !== undefined)}>
      {rows.map(({ key, before, name, share, value, tone }) => (
        <li key={key} className={styles.row} data-tone={tone}>
          {before !== undefined && <span className={styles.before}>{before}</span>}
          <span className={styles.name}>{name}</span>
          <span className={styles.track} aria-hidden="true">
            {share != null && <span style={{ width: `${Math.min(1, share) * 100}%` }} />}
          </span>
          <strong className={styles.value}>{value}</strong>
        </li>
      ))}
    </ol>
  );
}
