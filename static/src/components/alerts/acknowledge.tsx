import { CheckOutlined } from "@ant-design/icons";
import { App, Button, Input, Popover } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { useCan } from "../../lib/session";
import { useProblemSentence } from "../problem-panel";
import styles from "./alerts.module.css";
import { useAcknowledge } from "./queries";

const LONGEST = 500;

interface Props {
  alertId: string;
  /** What it is, for those who hear the button instead of seeing it. */
  what: string;
  /** Where there is no room for the word. */
  compact?: boolean;
  /** Opened from outside, by a key. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** Says “I see to it”, with a note for who reads it later. */
export function AcknowledgeButton({ alertId, what, compact = false, ...outside }: Props) {
  const { t } = useTranslation();
  const may = useCan("alerts:manage");
  const [own, setOwn] = useState(false);
  const open = outside.open ?? own;
  const setOpen = outside.onOpenChange ?? setOwn;
  const label = t("alerts.acknowledge_of", { what });
  if (!may) return null;
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      destroyOnHidden
      open={open}
      onOpenChange={setOpen}
      content={<Note alertId={alertId} label={label} onClose={() => setOpen(false)} />}
    >
      <Button
        size="small"
        type={compact ? "text" : "default"}
        icon={<CheckOutlined />}
        aria-label={label}
        title={compact ? t("alerts.acknowledge") : undefined}
      >
        {compact ? null : t("alerts.acknowledge")}
      </Button>
    </Popover>
  );
}

interface NoteProps {
  alertId: string;
  label: string;
  onClose: () => void;
}

function Note({ alertId, label, onClose }: NoteProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const [note, setNote] = useState("");
  const acknowledge = useAcknowledge();

  function send() {
    acknowledge.mutate(
      { alert_id: alertId, note: note.trim() || null },
      { onSuccess: onClose, onError: (error) => void message.error(sentenceOf(error)) },
    );
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
