import { DownloadOutlined, UploadOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { checkText, getYaml, SCORECARDS } from "./queries";
import styles from "./scorecards.module.css";
import type { Checked, Version } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  stored: Version;
  draft: Draft;
}

/** The draft as YAML: read, written, brought in and out. */
export function YamlTab({ stored, draft }: Props) {
  const { t } = useTranslation();
  const yaml = useYaml(stored, draft);
  const [typed, setTyped] = useState<string | null>(null);
  const check = useCheck(draft, (taken) => setTyped((now) => (now === taken ? null : now)));
  const text = typed ?? yaml.data ?? "";
  if (yaml.isError && !yaml.data && typed === null)
    return <ProblemPanel error={yaml.error} inline onRetry={yaml.refetch} />;
  if (yaml.data === undefined && typed === null) return <Placeholder height={400} />;
  return (
    <div className={styles.yaml}>
      <div className={styles.acts}>
        <Upload
          accept=".yaml,.yml,.json,text/yaml"
          showUploadList={false}
          beforeUpload={async (file) => {
            setTyped(await file.text());
            check.reset();
            return false;
          }}
        >
          <Button size="small" icon={<UploadOutlined />}>
            {t("scorecards.yaml_open")}
          </Button>
        </Upload>
        <Button
          size="small"
          icon={<DownloadOutlined />}
          onClick={() => download(text, `scorecard-v${stored.number}.yaml`)}
        >
          {t("scorecards.yaml_download")}
        </Button>
        <CopyButton text={text} label={t("action.copy")} />
        <span className={styles.aside}>
          {typed !== null && (
            <Button
              size="small"
              onClick={() => {
                setTyped(null);
                check.reset();
              }}
            >
              {t("scorecards.yaml_discard")}
            </Button>
          )}
          <Button
            type="primary"
            size="small"
            disabled={typed === null}
            loading={check.isPending}
            onClick={() => check.mutate(text)}
          >
            {t("scorecards.yaml_apply")}
          </Button>
        </span>
      </div>
      {check.isError && <ProblemPanel error={check.error} inline />}
      {check.data && check.data.problems.length > 0 && <Wrong checked={check.data} />}
      <Input.TextArea
        className={styles.code ?? ""}
        aria-label="YAML"
        spellCheck={false}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
      />
      <p className={styles.note}>{t("scorecards.yaml_help")}</p>
    </div>
  );
}

/** Of what is saved: the server writes it, as it does for a file. */
function useYaml({ scorecard_id, number }: Version, { state, saveNow, body }: Draft) {
  return useQuery({
    queryKey: [...SCORECARDS, scorecard_id, "yaml", number, state === "saved" ? body : "unsaved"],
    queryFn: async () => {
      await saveNow();
      return getYaml(scorecard_id, number);
    },
    gcTime: 0,
  });
}

/** What has no problems becomes the draft. */
function useCheck(draft: Draft, onTaken: (text: string) => void) {
  return useMutation({
    mutationFn: (text: string) => checkText(text),
    onSuccess: ({ body, problems }, text) => {
      if (!body || problems.length > 0) return;
      draft.change(() => body);
      onTaken(text);
    },
  });
}

function Wrong({ checked }: { checked: Checked }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="error"
      showIcon
      title={t("scorecards.yaml_wrong")}
      description={
        <ul className={styles.problems}>
          {checked.problems.map(({ path, sentence, line }) => (
            <li key={`${path} ${sentence}`}>
              {line !== null && <b>{t("scorecards.yaml_line", { line })} </b>}
              {path && <code>{path}</code>} {sentence}
            </li>
          ))}
        </ul>
      }
    />
  );
}

export function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
