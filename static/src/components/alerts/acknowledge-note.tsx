import { Button, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../problem-panel";
import styles from "./alerts.module.css";
import { useAcknowledge } from "./queries";

const LONGEST = 500;

interface Props {
  alertId: string;
  label: string;
  onClose: () => void;
}

/** What the one who acknowledges writes for those who read it later. */
export default function AcknowledgeNote({ alertId, label, onClose }: Props) {
  const { t } = useTranslation();
  const sentenceOf = useProblemSentence();
  const [note, setNote] = useState("");
  const acknowledge = useAcknowledge();

  function send() {
    acknowledge.mutate({ alert_id: alertId, note: note.trim() || null }, { onSuccess: onClose });
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key === "Escape") onClose();
    // The Enter that ends a pinyin composition chooses a word; it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <div className={styles.acknowledge} role="dialog" aria-label={label}>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={LONGEST}
        aria-label={t("alerts.note")}
        placeholder={`${t("alerts.note")} · ${t("alerts.note_hint")}`}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {acknowledge.isError && (
        <p className={styles.refused} role="alert">
          {sentenceOf(acknowledge.error)}
        </p>
      )}
      <div className={styles.acts}>
        <Button size="small" onClick={onClose}>
          {t("alerts.cancel")}
        </Button>
        <Button size="small" type="primary" loading={acknowledge.isPending} onClick={send}>
          {t("alerts.acknowledge")}
        </Button>
      </div>
    </div>
  );
}
