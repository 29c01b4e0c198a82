import { CaretRightFilled, DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Player } from "../../components/call/player";
import { formatDuration } from "../../lib/format";
import { CommentForm } from "./comment-form";
import styles from "./marks.module.css";
import type { Comment } from "./types";
import type { Desk } from "./use-desk";

interface Props {
  desk: Desk;
  player: Player;
  onAdd: () => void;
}

/** Remarks pinned to seconds. */
export function Comments({ desk, player, onAdd }: Props) {
  const { t } = useTranslation();
  const { mode, editable } = desk;
  const comments = inOrder(desk.saving.review.comments);
  const edited = mode.kind === "comment" ? mode.id : null;
  return (
    <section className={styles.section} aria-labelledby="review-comments">
      <header className={styles.head}>
        <h2 id="review-comments">{t("review.comments.title")}</h2>
        {editable && (
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={onAdd}>
            {t("review.comments.add")} <kbd>C</kbd>
          </Button>
        )}
      </header>
      {mode.kind === "comment" && edited === null && (
        <CommentForm desk={desk} at_s={mode.at_s} comment={null} />
      )}
      {comments.length === 0 && mode.kind !== "comment" && (
        <p className={styles.none}>{editable ? t("review.comments.none") : "–"}</p>
      )}
      <ul className={styles.list}>
        {comments.map((comment) =>
          comment.id === edited ? (
            <li key={comment.id}>
              <CommentForm desk={desk} at_s={comment.start_s ?? 0} comment={comment} />
            </li>
          ) : (
            <Remark key={comment.id} comment={comment} desk={desk} player={player} />
          ),
        )}
      </ul>
    </section>
  );
}

function Remark({ comment, desk, player }: { comment: Comment; desk: Desk; player: Player }) {
  const { t } = useTranslation();
  const { id, start_s, text } = comment;
  const at = formatDuration(start_s ?? 0);
  return (
    <li className={styles.row}>
      {start_s === null ? (
        <span className={styles.none}>{t("review.comments.whole")}</span>
      ) : (
        <Button
          size="small"
          icon={<CaretRightFilled />}
          aria-label={t("review.comments.play", { at })}
          onClick={() => player.playFrom(start_s)}
        >
          {at}
        </Button>
      )}
      <p className={styles.text}>{text}</p>
      {desk.editable && (
        <>
          <Button
            size="small"
            type="text"
            icon={<EditOutlined />}
            aria-label={t("review.comments.edit")}
            title={t("review.comments.edit")}
            onClick={() => desk.setMode({ kind: "comment", at_s: start_s ?? 0, id })}
          />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t("review.comments.remove")}
            title={t("review.comments.remove")}
            onClick={() => desk.saving.act({ kind: "remove_comment", id })}
          />
        </>
      )}
    </li>
  );
}

function inOrder(comments: readonly Comment[]): Comment[] {
  return comments.toSorted((a, b) => (a.start_s ?? -1) - (b.start_s ?? -1));
}
