import { useTranslation } from "react-i18next";

import styles from "./precision.module.css";
import type { RulePrecision } from "./queries";

const SHOWN = 12;

/** Of the last weeks one column each: as high as the share that was confirmed. */
export function Weeks({ weeks }: Pick<RulePrecision, "weeks">) {
  const { t } = useTranslation();
  const told = weeks.slice(-SHOWN).map(({ monday, told }) => ({
    monday,
    share: told.precision?.value ?? 0,
    sentence: t("precision.week", {
      monday,
      confirmed: told.confirmed,
      rejected: told.rejected,
    }),
  }));
  return (
    <ol className={styles.weeks}>
      {told.map(({ monday, share, sentence }) => (
        <li key={monday} title={sentence}>
          <span className={styles.column} style={{ height: `${Math.max(6, share * 100)}%` }} />
          <span className={styles.unseen}>{sentence}</span>
        </li>
      ))}
    </ol>
  );
}
