import type { ReactNode } from "react";

import styles from "./imports.module.css";

/** A control with its name above; the control says its name to screen readers itself. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <span className={styles.note} aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
