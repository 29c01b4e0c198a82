import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { type Bucket, sumVolumes } from "../board/figures";
import type { Scoped } from "./scope";
import styles from "./tiles.module.css";

const MOST_BARS = 48;

/** Calls of the day as bars, of which no more stand there than can be told apart from afar. */
export function BarsFace({ scope, timezone }: { scope: Scoped; timezone: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat(timezone);
  const bars = widened(sumVolumes(scope.volumes), MOST_BARS);
  const most = Math.max(1, ...bars.map(({ dials }) => dials));
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return <p className={styles.empty}>{t("board.volume_empty")}</p>;
  const says = `${t("metric.dials.name")} ${format.minute(last.at_ms)}: ${format.count(last.dials)}`;
  return (
    <figure className={styles.bars} role="img" aria-label={says}>
      <ul className={styles.legend}>
        <li data-bar="1">{t("metric.effective_talks.name")}</li>
        <li data-bar="2">{t("board.short_talks")}</li>
        <li data-bar="3">{t("board.not_connected")}</li>
      </ul>
      <div className={styles.barRow}>
        {bars.map(({ at_ms, dials, effective_talks, connects }) => (
          <span
            key={at_ms}
            className={styles.bar}
            style={{ height: `${(dials / most) * 100}%` }}
            title={`${format.minute(at_ms)} · ${t("metric.dials.name")} ${dials} · ${t("metric.connects.name")} ${connects}`}
          >
            <span style={{ height: `${dials > 0 ? (connects / dials) * 100 : 0}%` }} />
            <span style={{ height: `${dials > 0 ? (effective_talks / dials) * 100 : 0}%` }} />
          </span>
        ))}
      </div>
      <figcaption>
        <span>{format.minute(first.at_ms)}</span>
        <span>{t("tiles.bars_most", { dials: format.count(most) })}</span>
        <span>{format.minute(last.at_ms)}</span>
      </figcaption>
    </figure>
  );
}

/** Neighbours added up until at most `most` remain. */
export function widened(buckets: readonly Bucket[], most: number): Bucket[] {
  const together = Math.max(1, Math.ceil(buckets.length / most));
  const bars: Bucket[] = [];
  for (const [place, bucket] of buckets.entries()) {
    const bar = bars.at(-1);
    if (!bar || place % together === 0) bars.push({ ...bucket });
    else {
      bar.dials += bucket.dials;
      bar.connects += bucket.connects;
      bar.effective_talks += bucket.effective_talks;
    }
  }
  return bars;
}
