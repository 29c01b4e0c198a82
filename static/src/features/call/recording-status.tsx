import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type CallDetail, type Recording } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useCan, useSession } from "../../lib/session";
import { useWords } from "../../lib/words";
import styles from "./call.module.css";
import { callKey, wasNeverAnswered } from "./queries";
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
    case "paused":
    case "cancelled":
      return <BeingHeard recording={call.recording} />;
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
  const { t } = useTranslation();
  const format = useFormat();
  const waiting = recording.state === "waiting";
  const waited_ms = useNow() - Date.parse(recording.created_at);
  if (waiting && waited_ms > TAKEN_MS) return <NotTaken minutes={waited_ms / 60_000} />;
  const sentence = waiting
    ? t("recording.waiting")
    : t("recording.transcribing", { percent: format.wholePercent(recording.progress) });
  return (
    <div className={styles.progress} role="status">
      <span>{sentence}</span>
      <Progress
        percent={waiting ? 0 : 100 * recording.progress}
        showInfo={false}
        status="active"
        aria-label={sentence}
      />
    </div>
  );
}

function NotTaken({ minutes }: { minutes: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { role } = useSession();
  return (
    <Alert
      type="warning"
      showIcon
      title={t("recording.not_taken", { minutes: format.count(Math.floor(minutes)) })}
      description={role === "admin" ? t("recording.not_taken_admin") : undefined}
    />
  );
}

function SetAside({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const word = useWords();
  const sentence = recording.error ?? t("recording.unknown_reason");
  const client = useQueryClient();
  const mayRetry = useCan("recordings:write");
  const retry = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/v1/recordings/{recording_id}/retry", {
          params: { path: { recording_id: recording.id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: callKey(recording.call_id) }),
  });
  return (
    <>
      <Alert
        type="error"
        showIcon
        title={t("recording.set_aside")}
        description={t("recording.set_aside_help", {
          attempts: recording.attempts,
          reason: word("recording_error", recording.error_kind ?? "", sentence),
        })}
        action={
          mayRetry && (
            <Button loading={retry.isPending} onClick={() => retry.mutate()}>
              {t("recording.retry")}
            </Button>
          )
        }
      />
      {retry.isError && <ProblemPanel error={retry.error} inline />}
    </>
  );
}
