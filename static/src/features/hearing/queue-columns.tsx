import { Progress, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { RecordingWord } from "../../components/recording-word";
import type { QueuedRecording } from "../../lib/api";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./hearing.module.css";
import { RecordingSteps } from "./recording-steps";
import { useLength } from "./use-length";

export function useQueueColumns(): TableColumnsType<QueuedRecording> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("hearing.call"),
      width: 172,
      render: (_, { call_id, call_key }) =>
        call_key ? (
          <Link className={styles.key} to={`/calls/${call_id}`}>
            {call_key}
          </Link>
        ) : (
          <span className={styles.note}>{t("hearing.call_missing")}</span>
        ),
    },
    {
      title: t("hearing.agent"),
      width: 92,
      ellipsis: true,
      render: (_, { agent_name }) => agent_name ?? NO_VALUE,
    },
    {
      title: t("hearing.campaign"),
      width: 124,
      ellipsis: true,
      render: (_, { campaign_name }) => campaign_name ?? NO_VALUE,
    },
    {
      title: t("hearing.length"),
      width: 64,
      align: "right",
      render: (_, { duration_s }) => formatDuration(duration_s),
    },
    {
      title: t("hearing.lane"),
      width: 80,
      render: (_, { lane, engine }) => (
        <>
          {t(`words.lane.${lane}`)}
          {engine && <div className={styles.note}>{engine}</div>}
        </>
      ),
    },
    {
      title: t("hearing.queued_at"),
      width: 124,
      render: (_, { queued_at }) => <time dateTime={queued_at}>{format.dateTime(queued_at)}</time>,
    },
    { title: t("hearing.state"), width: 196, render: (_, one) => <State recording={one} /> },
    { title: t("hearing.ready_in"), width: 104, render: (_, one) => <Ready recording={one} /> },
    {
      title: t("hearing.actions"),
      width: 88,
      render: (_, one) => <RecordingSteps recording={one} />,
    },
  ];
}

function State({ recording }: { recording: QueuedRecording }) {
  const { t } = useTranslation();
  const word = useWords();
  const { state, progress, error, error_kind, attempts } = recording;
  const why = error && word("recording_error", error_kind ?? "", error);
  const again = attempts > 1 && state !== "transcribed";
  return (
    <>
      <div className={styles.state}>
        <RecordingWord state={state} progress={progress} />
        {again && <span className={styles.note}>{t("hearing.attempts", { count: attempts })}</span>}
        {state === "transcribing" && (
          <Progress
            percent={100 * progress}
            showInfo={false}
            size="small"
            aria-label={t("hearing.progress_of")}
          />
        )}
      </div>
      {why && state !== "transcribed" && (
        <p className={styles.why} data-final={state === "set_aside"} title={why}>
          {why}
        </p>
      )}
    </>
  );
}

function Ready({ recording }: { recording: QueuedRecording }) {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useLength();
  const { state, ready_in_s, transcribed_at } = recording;
  if (state === "transcribed" && transcribed_at)
    return (
      <span className={styles.note}>
        {t("hearing.done_at", { time: format.minute(transcribed_at) })}
      </span>
    );
  return ready_in_s === null ? NO_VALUE : t("hearing.about", { length: length(ready_in_s) });
}
