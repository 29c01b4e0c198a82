import { type ReactNode, useId } from "react";

import styles from "./my-page.module.css";

interface Props {
  title: ReactNode;
  /** The way to more of it. */
  more?: ReactNode;
  /** It waits for an answer. */
  asks?: boolean;
  children: ReactNode;
}

export function Card({ title, more, asks = false, children }: Props) {
  const id = useId();
  return (
    <section className={styles.card} data-asks={asks} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{title}</h2>
        {more}
      </header>
      {children}
    </section>
  );
}
