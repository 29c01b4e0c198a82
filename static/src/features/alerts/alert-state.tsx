import { CheckCircleFilled, ClockCircleFilled, MinusCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./alerts.module.css";
import type { Alert } from "./queries";

/** Whether somebody sees to it, and whether it is over. */
export function AlertState({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { acknowledged_at, acknowledged_by, note, over_at } = alert;
  return (
    <>
      {acknowledged_at ? (
        <span className={styles.good} title={dateTime(acknowledged_at)}>
          <CheckCircleFilled /> {t("alerts.acknowledged_by", { name: acknowledged_by ?? "" })}
        </span>
      ) : over_at ? (
        <span className={styles.note}>
          <MinusCircleOutlined /> {t("alerts.over")}
        </span>
      ) : (
        <span className={styles.look}>
          <ClockCircleFilled /> {t("alerts.waiting")}
        </span>
      )}
      {note && <div className={styles.quote}>{note}</div>}
      {over_at && (
        <div className={styles.note}>{t("alerts.over_at", { at: dateTime(over_at) })}</div>
      )}
    </>
  );
}
