import type { ReactNode } from "react";

import styles from "./centered.module.css";

/** The one thing on a screen, in its middle. */
export function Centered({ children }: { children: ReactNode }) {
  return <div className={styles.centered}>{children}</div>;
}
