import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./my-page.module.css";
import type { Week } from "./queries";

/** One's own scores of eight weeks, the last one with its number. */
export function Weeks({ weeks }: { weeks: readonly Week[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (weeks.every(({ score }) => score === null))
    return <p className={styles.none}>{t("my.no_scores")}</p>;
  return (
    <ol className={styles.weeks}>
      {weeks.map((week) => {
        const label = told(week);
        return (
          <li key={week.monday}>
            <Tooltip title={label}>
              <span className={styles.column} role="img" aria-label={label}>
                <span className={styles.height} style={{ height: `${week.score ?? 0}%` }} />
              </span>
            </Tooltip>
            <span className={styles.figure} aria-hidden="true">
              {week.score === null ? "" : format.count(week.score)}
            </span>
          </li>
        );
      })}
    </ol>
  );

  function told({ monday, score, calls }: Week): string {
    const day = monday.slice(5).replace("-", "/");
    if (score === null) return t("my.week_none", { monday: day });
    return t("my.week_score", { monday: day, score: format.score(score), count: calls });
  }
}
