import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./sources.module.css";

const HEIGHT = 24;
const BAR = 2;

/** Sixty minutes as sixty bars; in words for those who cannot see them. */
export function Spark({
  minutes,
  height = HEIGHT,
}: {
  minutes: readonly number[];
  height?: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(0, ...minutes);
  const total = minutes.reduce((sum, one) => sum + one, 0);
  const words = t("sources.spark", { total: format.count(total), most: format.count(most) });
  const width = minutes.length * BAR;
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {minutes.map((count, minute) => {
        const tall = most > 0 ? (count / most) * (height - 1) : 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a minute is its place
          <rect key={minute} x={minute * BAR} y={height - tall} width={BAR - 0.5} height={tall} />
        );
      })}
    </svg>
  );
}
