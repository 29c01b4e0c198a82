import { Empty } from "antd";
import { lazy, Suspense, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSeen } from "../../lib/in-view";
import { Placeholder } from "../placeholder";
import styles from "./board.module.css";
import type { Bucket } from "./figures";

const VolumeChart = lazy(() => import("./volume-chart"));

/** The chart and its legend; the chart library comes when the chart is first in sight. */
export function VolumePanel({ buckets, timezone }: { buckets: Bucket[]; timezone: string }) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  const seen = useSeen(panel);
  const legend = [
    t("metric.effective_talks.name"),
    t("board.short_talks"),
    t("board.not_connected"),
  ];
  return (
    <section ref={panel} className={`${styles.panel} ${styles.volume}`} aria-labelledby="volume">
      <div className={styles.sectionHead}>
        <h2 id="volume">{t("board.volume")}</h2>
        <ul className={styles.legend}>
          {legend.map((name, place) => (
            <li key={name} data-bar={place + 1}>
              {name}
            </li>
          ))}
        </ul>
      </div>
      {buckets.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("board.volume_empty")} />
      ) : (
        <Suspense fallback={<Placeholder height={240} />}>
          {seen ? (
            <VolumeChart buckets={buckets} timezone={timezone} />
          ) : (
            <Placeholder height={240} />
          )}
        </Suspense>
      )}
    </section>
  );
}
