import { InboxOutlined } from "@ant-design/icons";
import { Button, Form, Progress, Select } from "antd";
import { type ChangeEvent, type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Import, Source } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./imports.module.css";
import { useSources } from "./queries";
import { type Sending, useUpload } from "./use-upload";

const ACCEPTED = ".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.json,.gz,.log";

/** Where a file is dropped or chosen; sending it leads to its own page. */
export function UploadPanel() {
  const { t } = useTranslation();
  const sources = useSources();
  if (sources.isError && !sources.data)
    return <ProblemPanel error={sources.error} onRetry={sources.refetch} />;
  if (!sources.data) return <Placeholder height={240} />;
  if (sources.data.items.length === 0)
    return <p className={styles.panel}>{t("imports.no_sources")}</p>;
  return <Chooser sources={sources.data.items} />;
}

function Chooser({ sources }: { sources: readonly Source[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const upload = useUpload((one: Import) => navigate(`/imports/${one.id}`));
  const only = sources.length === 1 ? sources[0]?.id : undefined;
  const source = chosen ?? only ?? null;

  function send(file: File | undefined) {
    setMissing(source === null);
    if (file && source) void upload.start(source, file);
  }

  return (
    <section className={styles.panel} aria-label={t("imports.choose_file")}>
      <Form layout="vertical">
        <Form.Item
          label={t("imports.source")}
          extra={t("imports.source_help")}
          validateStatus={missing ? "error" : ""}
          help={missing ? t("imports.source_needed") : undefined}
          className={styles.source ?? ""}
        >
          <Select<string>
            aria-label={t("imports.source")}
            showSearch={{ optionFilterProp: "label" }}
            value={source}
            disabled={upload.sending !== null}
            onChange={(wanted) => {
              setChosen(wanted);
              setMissing(false);
            }}
            options={sources.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Form.Item>
      </Form>
      {upload.sending ? (
        <InProgress sending={upload.sending} onCancel={upload.cancel} />
      ) : (
        <DropZone onFile={send} />
      )}
      {upload.error !== null && <ProblemPanel error={upload.error} inline />}
    </section>
  );
}

function DropZone({ onFile }: { onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  }

  function choose({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    target.value = "";
    if (file) onFile(file);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button is for all
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined className={styles.dropSign} />
      <span>
        {t("imports.drop")}{" "}
        <Button onClick={() => input.current?.click()}>{t("imports.choose_file")}</Button>
      </span>
      <span className={styles.note}>{t("imports.drop_help")}</span>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={t("imports.choose_file")}
        onChange={choose}
      />
    </div>
  );
}

function InProgress({ sending, onCancel }: { sending: Sending; onCancel: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { file, sent_bytes } = sending;
  const sentence = t("imports.uploading", { file: file.name });
  const sent = Math.min(sent_bytes, file.size);
  return (
    <div className={styles.drop} role="status">
      <span>{sentence}</span>
      <Progress
        className={styles.bar ?? ""}
        percent={file.size > 0 ? (100 * sent) / file.size : 0}
        showInfo={false}
        status="active"
        aria-label={sentence}
      />
      <span className={styles.note}>
        {t("imports.uploaded_of", { done: format.bytes(sent), total: format.bytes(file.size) })}
      </span>
      <Button onClick={onCancel}>{t("imports.stop_upload")}</Button>
    </div>
  );
}
