import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./precision.module.css";

interface Props {
  interval: { value: number; low: number; high: number } | null;
  /** What the bar is of. */
  label: string;
}

/** A share as a point within the bar of its interval, and in figures. */
export function IntervalBar({ interval, label }: Props) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  if (!interval) return <span className={styles.note}>{t("precision.none_yet")}</span>;
  const { value, low, high } = interval;
  const range = `${percent(low)}–${percent(high)}`;
  return (
    <span className={styles.share}>
      <strong>{percent(value)}</strong>
      <span className={styles.bar} role="img" aria-label={`${label} ${percent(value)}, ${range}`}>
        <span
          className={styles.range}
          style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
        />
        <span className={styles.point} style={{ left: `${value * 100}%` }} />
      </span>
      <span className={styles.note}>{range}</span>
    </span>
  );
}
