import { Progress } from "antd";
import { useTranslation } from "react-i18next";

import type { Import } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./imports.module.css";
import { doneShare } from "./live-imports";

/** How far an import is, how fast it goes, and how long it will take. */
export function ProgressLine({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows_total, rows_read, rows_per_s, eta_s, state } = one;
  const words = [
    rows_total === null
      ? t("imports.rows", { read: format.count(rows_read) })
      : t("imports.rows_of", { read: format.count(rows_read), total: format.count(rows_total) }),
    state === "running" &&
      rows_per_s !== null &&
      t("imports.rate", { rate: format.count(rows_per_s) }),
    state === "running" && eta_s !== null && t("imports.left", { length: formatDuration(eta_s) }),
  ].filter(Boolean);
  return (
    <div className={styles.line}>
      <Progress
        percent={Math.round(1000 * doneShare(one)) / 10}
        showInfo={false}
        size="small"
        status={state === "running" ? "active" : "normal"}
        aria-label={t("imports.progress")}
      />
      <span className={styles.note}>{words.join(" · ")}</span>
    </div>
  );
}
