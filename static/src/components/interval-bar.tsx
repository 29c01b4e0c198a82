import styles from "./interval-bar.module.css";

interface Props {
  /** Without bounds where one observation alone says nothing of the others. */
  interval: { value: number; low: number | null; high: number | null } | null;
  /** What the bar is of. */
  label: string;
  /** A value in figures. */
  shown: (value: number) => string;
  /** Where the bar ends; it begins at 0. */
  whole?: number;
  /** Said where there is no interval. */
  none: string;
}

/** A value as a point within the bar of its interval, and in figures. */
export function IntervalBar({ interval, label, shown, whole = 1, none }: Props) {
  if (!interval) return <span className={styles.note}>{none}</span>;
  const { value, low, high } = interval;
  const isBounded = low !== null && high !== null;
  const range = isBounded ? `${shown(low)}–${shown(high)}` : "";
  const told = [`${label} ${shown(value)}`, range].filter(Boolean).join(", ");
  const at = (place: number) => `${(place / whole) * 100}%`;
  return (
    <span className={styles.share}>
      <strong>{shown(value)}</strong>
      <span className={styles.bar} role="img" aria-label={told}>
        {isBounded && (
          <span className={styles.range} style={{ left: at(low), width: at(high - low) }} />
        )}
        <span className={styles.point} style={{ left: at(value) }} />
      </span>
      {range && <span className={styles.note}>{range}</span>}
    </span>
  );
}
