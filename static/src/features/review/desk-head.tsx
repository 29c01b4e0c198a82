import { ClockCircleOutlined, EyeOutlined, PauseCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { Facts } from "../../components/call/facts";
import type { CallDetail } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { QueueProgress } from "./queue-progress";
import styles from "./review.module.css";
import { SaveWord } from "./save-word";
import type { Working } from "./use-active-time";
import type { Desk } from "./use-desk";
import type { Presence } from "./use-presence";

interface Props {
  call: CallDetail;
  desk: Desk;
  working: Working;
  presence: Presence;
}

/** The call's facts; how far the day's work is, who else looks, and whether all is stored. */
export function DeskHead({ call, desk, working, presence }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { editable, saving } = desk;
  const time = formatDuration(working.active_s);
  return (
    <>
      <Facts brief call={call} back={{ to: "/reviews/queue", label: t("review.back") }} />
      <div className={styles.bar}>
        <QueueProgress taskId={saving.review.task_id} />
        {presence.others.length > 0 && (
          <span className={styles.others} role="status">
            <EyeOutlined /> {t("review.presence.one", { names: format.list(presence.others) })}
          </span>
        )}
        <span className={styles.spring} />
        {editable && (
          <span className={styles.muted}>
            {working.active ? <ClockCircleOutlined /> : <PauseCircleOutlined />}{" "}
            {working.active ? t("review.time", { time }) : t("review.time_paused", { time })}
          </span>
        )}
        <SaveWord saving={saving} editable={editable} />
        <span className={styles.muted}>{t("review.keys_hint")}</span>
      </div>
    </>
  );
}
