import { RedoOutlined, StopOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import type { QueuedRecording } from "../../lib/api";
import { useSession } from "../../lib/session";
import styles from "./hearing.module.css";
import { type Step, useStep } from "./queries";
import { stepsFor } from "./steps";

const ICONS: Record<Step, ReactNode> = {
  hurry: <ThunderboltOutlined />,
  cancel: <StopOutlined />,
  retry: <RedoOutlined />,
};

/** What the reader may do with one recording. */
export function RecordingSteps({ recording }: { recording: QueuedRecording }) {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const step = useStep(recording.id);
  const words: Record<Step, string> = {
    hurry: t("hearing.hurry"),
    cancel: t("hearing.stop"),
    retry: t("hearing.retry"),
  };
  const name = recording.call_key ?? recording.id;

  const button = (one: Step, onClick?: () => void) => (
    <Tooltip title={words[one]}>
      <Button
        size="small"
        type="text"
        icon={ICONS[one]}
        loading={step.isPending && step.variables === one}
        aria-label={t("hearing.actions_of", { action: words[one], name })}
        {...(onClick && { onClick })}
      />
    </Tooltip>
  );

  return (
    <span className={styles.actions}>
      {stepsFor(recording, permissions).map((one) =>
        one === "cancel" ? (
          <Popconfirm
            key={one}
            title={t("hearing.stop_ask")}
            description={t("hearing.stop_help")}
            okText={words.cancel}
            cancelText={t("hearing.stop_keep")}
            placement="topRight"
            onConfirm={() => step.mutate(one)}
          >
            <span>{button(one)}</span>
          </Popconfirm>
        ) : (
          <span key={one}>{button(one, () => step.mutate(one))}</span>
        ),
      )}
      {step.isError && <Failed error={step.error} />}
    </span>
  );
}

/** The row is narrow, so only what happened. */
function Failed({ error }: { error: unknown }) {
  const sentence = useProblemSentence()(error);
  return (
    <span className={styles.failed} role="alert">
      {sentence}
    </span>
  );
}
