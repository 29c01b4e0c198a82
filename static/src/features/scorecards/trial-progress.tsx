import { Alert, Button, Popconfirm, Progress } from "antd";
import { useTranslation } from "react-i18next";

import { formatDuration, useFormat } from "../../lib/format";
import { isMoving } from "./trial-queries";
import styles from "./trials.module.css";
import type { TrialState } from "./types";

interface Props {
  trial: {
    state: TrialState;
    calls_total: number;
    calls_done: number;
    seconds: number | null;
    error: string | null;
  };
  onCancel: () => void;
  cancelling: boolean;
}

/** How far it is, what is left, and a way to stop it. */
export function TrialProgress({ trial, onCancel, cancelling }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const lengthOf = (s: number) =>
    s < 60 ? t("sound.seconds", { value: format.decimal(s) }) : formatDuration(s);
  const { state, calls_done, calls_total, seconds, error } = trial;
  const facts = {
    done: format.count(calls_done),
    total: format.count(calls_total),
    time: lengthOf(seconds ?? 0),
  };
  if (state === "failed")
    return <Alert type="error" showIcon title={t("backtests.failed")} description={error} />;
  if (!isMoving(state))
    return <p className={styles.note}>{t(`backtests.ended.${state}`, facts)}</p>;
  const part = calls_total > 0 ? calls_done / calls_total : 0;
  return (
    <div className={styles.progress} role="status">
      <Progress
        percent={Math.floor(part * 100)}
        size="small"
        aria-label={t("backtests.progress")}
      />
      <span className={styles.note}>{t(`backtests.moving.${state}`, facts)}</span>
      <Popconfirm
        title={t("backtests.cancel_ask")}
        description={t("backtests.cancel_help")}
        okText={t("backtests.cancel")}
        cancelText={t("backtests.go_on")}
        onConfirm={onCancel}
      >
        <Button size="small" loading={cancelling}>
          {t("backtests.cancel")}
        </Button>
      </Popconfirm>
    </div>
  );
}
