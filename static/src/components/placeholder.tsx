import styles from "./placeholder.module.css";

interface Props {
  height: number;
  width?: number | string;
}

/** A grey block of the size of what is coming. */
export function Placeholder({ height, width = "100%" }: Props) {
  return <div className={styles.placeholder} style={{ height, width }} aria-hidden="true" />;
}
