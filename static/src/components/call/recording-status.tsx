import { Alert, Button, Popconfirm, Progress } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { CallDetail, Recording } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useCan, useSession } from "../../lib/session";
import { useWords } from "../../lib/words";
import { ProblemPanel } from "../problem-panel";
import { useRecordingStep } from "./actions";
import styles from "./call.module.css";
import { wasNeverAnswered } from "./queries";
import { UploadRecording } from "./upload-recording";

/** A worker that runs takes a recording within seconds. */
const TAKEN_MS = 2 * 60_000;

/** Where the recording is on its way to becoming text; nothing once it is there. */
export function RecordingStatus({ call }: { call: CallDetail }) {
  switch (call.recording?.state) {
    case undefined:
      return <NoRecording call={call} />;
    case "waiting":
    case "transcribing":
      return <BeingHeard recording={call.recording} />;
    case "paused":
    case "cancelled":
      return <Stopped recording={call.recording} state={call.recording.state} />;
    case "set_aside":
      return <SetAside recording={call.recording} />;
    case "transcribed":
      return null;
  }
}

function NoRecording({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const mayUpload = useCan("recordings:write");
  if (call.state !== "ended")
    return <Alert type="info" showIcon title={t("recording.not_ended")} />;
  if (wasNeverAnswered(call))
    return <Alert type="info" showIcon title={t("recording.not_connected")} />;
  if (!mayUpload) return <Alert type="info" showIcon title={t("recording.none_cannot")} />;
  return <UploadRecording callId={call.id} />;
}

function BeingHeard({ recording }: { recording: Recording }) {
  const sentence = useSentence(recording);
  const waiting = recording.state === "waiting";
  const waited_ms = useNow() - Date.parse(recording.queued_at);
  if (waiting && waited_ms > TAKEN_MS)
    return <NotTaken recording={recording} minutes={waited_ms / 60_000} />;
  return (
    <div className={styles.progress} role="status">
      <span>{sentence}</span>
      <Progress
        percent={waiting ? 0 : 100 * recording.progress}
        showInfo={false}
        status="active"
        aria-label={sentence}
      />
      <QueueSteps recording={recording} />
    </div>
  );
}

/** The first time there is no text yet; later the one that is there stays. */
function useSentence({ state, progress, transcribed_at }: Recording): string {
  const { t } = useTranslation();
  const format = useFormat();
  const percent = format.wholePercent(progress);
  if (state === "waiting") return transcribed_at ? t("again.waiting") : t("recording.waiting");
  return transcribed_at
    ? t("again.transcribing", { percent })
    : t("recording.transcribing", { percent });
}

/** What those who run the queue can do about a recording in it. */
function QueueSteps({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const step = useRecordingStep(recording);
  const mayManage = useCan("hearing:manage");
  const maySee = useCan("hearing:read");
  return (
    <>
      {maySee && <Link to="/hearing">{t("again.queue")}</Link>}
      {mayManage && recording.state === "waiting" && recording.lane !== "review" && (
        <Button size="small" loading={step.isPending} onClick={() => step.mutate("hurry")}>
          {t("again.hurry")}
        </Button>
      )}
      {mayManage && (
        <Popconfirm
          title={t("again.cancel_ask")}
          description={t("again.cancel_help")}
          okText={t("again.cancel")}
          cancelText={t("again.keep")}
          onConfirm={() => step.mutate("cancel")}
        >
          <Button size="small">{t("again.cancel")}</Button>
        </Popconfirm>
      )}
      {step.isError && <ProblemPanel error={step.error} inline />}
    </>
  );
}

function NotTaken({ recording, minutes }: { recording: Recording; minutes: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { role } = useSession();
  return (
    <Alert
      type="warning"
      showIcon
      title={t("recording.not_taken", { minutes: format.count(Math.floor(minutes)) })}
      description={role === "admin" ? t("recording.not_taken_admin") : undefined}
      action={
        <span className={styles.steps}>
          <QueueSteps recording={recording} />
        </span>
      }
    />
  );
}

function Stopped({ recording, state }: { recording: Recording; state: "paused" | "cancelled" }) {
  const { t } = useTranslation();
  return (
    <WithRetry
      recording={recording}
      type="info"
      title={t(`again.${state}`)}
      description={t(`again.${state}_help`)}
      retry={state === "cancelled"}
    />
  );
}

function SetAside({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const word = useWords();
  const sentence = recording.error ?? t("recording.unknown_reason");
  return (
    <WithRetry
      recording={recording}
      type="error"
      title={t("recording.set_aside")}
      description={t("recording.set_aside_help", {
        attempts: recording.attempts,
        reason: word("recording_error", recording.error_kind ?? "", sentence),
      })}
      retry
    />
  );
}

interface WithRetryProps {
  recording: Recording;
  type: "info" | "error";
  title: string;
  description: ReactNode;
  retry: boolean;
}

function WithRetry({ recording, type, title, description, retry }: WithRetryProps) {
  const { t } = useTranslation();
  const step = useRecordingStep(recording);
  const mayRetry = useCan("recordings:write") && retry;
  return (
    <>
      <Alert
        type={type}
        showIcon
        title={title}
        description={description}
        action={
          mayRetry && (
            <Button loading={step.isPending} onClick={() => step.mutate("retry")}>
              {t("recording.retry")}
            </Button>
          )
        }
      />
      {step.isError && <ProblemPanel error={step.error} inline />}
    </>
  );
}
