import { UploadOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../lib/format";
import { sendFile, type Upload } from "../../lib/upload";
import { ProblemPanel } from "../problem-panel";
import styles from "./call.module.css";
import { callKey } from "./queries";

interface Sending {
  file: File;
  sent_bytes: number;
}

/** Sends a file as the call's recording, with progress and a way to stop. */
export function UploadRecording({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { sending, error, start, cancel } = useUpload(callId);

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    target.value = "";
    if (file) void start(file);
  }

  return (
    <>
      <div className={styles.progress}>
        {sending ? (
          <InProgress {...sending} onCancel={cancel} />
        ) : (
          <>
            <span>{t("recording.none_can")}</span>
            <Button type="primary" icon={<UploadOutlined />} onClick={() => input.current?.click()}>
              {t("recording.upload")}
            </Button>
          </>
        )}
        <input
          ref={input}
          type="file"
          accept="audio/*,.wav,.mp3,.ogg,.opus,.m4a,.flac,.webm,.amr"
          hidden
          aria-label={t("recording.upload")}
          onChange={choose}
        />
      </div>
      {error && <ProblemPanel error={error} inline />}
    </>
  );
}

function InProgress({ file, sent_bytes, onCancel }: Sending & { onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = t("recording.uploading", { file: file.name });
  const percent = file.size > 0 ? (100 * Math.min(sent_bytes, file.size)) / file.size : 0;
  return (
    <>
      <span>{sentence}</span>
      <Progress percent={percent} showInfo={false} status="active" aria-label={sentence} />
      <span className={styles.note}>
        {t("recording.uploaded_of", {
          done: format.bytes(Math.min(sent_bytes, file.size)),
          total: format.bytes(file.size),
        })}
      </span>
      <Button onClick={onCancel}>{t("recording.stop_upload")}</Button>
    </>
  );
}

function useUpload(callId: string) {
  const client = useQueryClient();
  const upload = useRef<Upload<unknown>>(undefined);
  const [sending, setSending] = useState<Sending | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => () => upload.current?.cancel(), []);

  async function start(file: File) {
    setError(null);
    setSending({ file, sent_bytes: 0 });
    upload.current = sendFile("PUT", `/api/v1/calls/${callId}/recording`, file, (sent_bytes) =>
      setSending({ file, sent_bytes }),
    );
    try {
      await upload.current.result;
      await client.invalidateQueries({ queryKey: callKey(callId) });
    } catch (failure) {
      if (!isCancelled(failure)) setError(failure);
    }
    setSending(null);
  }

  return { sending, error, start, cancel: () => upload.current?.cancel() };
}

function isCancelled(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}
