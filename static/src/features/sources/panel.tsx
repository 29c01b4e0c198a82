import type { ReactNode } from "react";

import styles from "./health.module.css";

/** A part of a page with its heading. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
