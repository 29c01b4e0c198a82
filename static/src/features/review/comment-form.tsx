import { Button, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { formatDuration } from "../../lib/format";
import styles from "./marks.module.css";
import { newId } from "./new-id";
import type { Comment } from "./types";
import type { Desk } from "./use-desk";

const LONGEST = 4000;

interface Props {
  desk: Desk;
  at_s: number;
  /** The one that is changed; null for a new one. */
  comment: Comment | null;
}

/** Enter saves, Shift+Enter is a new line, Esc leaves. */
export function CommentForm({ desk, at_s, comment }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(comment?.text ?? "");
  const at = formatDuration(at_s);

  function save() {
    const said = text.trim();
    if (said && comment) desk.saving.act({ kind: "edit_comment", id: comment.id, text: said });
    else if (said)
      desk.saving.act({
        kind: "add_comment",
        comment: {
          id: newId(),
          at: new Date().toISOString(),
          start_s: Math.round(at_s * 10) / 10,
          end_s: null,
          text: said,
        },
      });
    desk.leave();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") desk.leave();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save();
  }

  return (
    <div className={styles.form}>
      <span className={styles.at}>{t("review.comments.at", { at })}</span>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={LONGEST}
        aria-label={t("review.comments.field", { at })}
        placeholder={t("review.comments.placeholder")}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.buttons}>
        <Button size="small" type="primary" disabled={text.trim() === ""} onClick={save}>
          {t("review.comments.save")}
        </Button>
        <Button size="small" onClick={desk.leave}>
          {t("review.comments.cancel")}
        </Button>
      </div>
    </div>
  );
}
