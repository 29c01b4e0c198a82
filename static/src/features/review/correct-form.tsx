import { Button, Input } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Words } from "../../components/call/marking";
import styles from "./marks.module.css";
import { newId } from "./new-id";
import type { Desk } from "./use-desk";

const LONGEST = 500;

interface Props {
  desk: Desk;
  words: Words;
  /** What the model wrote there. */
  heard: string;
}

/** What was really said, below the words. */
export function CorrectForm({ desk, words, heard }: Props) {
  const { t } = useTranslation();
  const [said, setSaid] = useState(heard);
  const { utterance, from, to } = words;
  // The same words may be corrected once more; that takes the place of the first.
  const isTaken = desk.saving.review.corrections.some(
    (one) =>
      one.utterance === utterance &&
      (one.char_start !== from || one.char_end !== to) &&
      one.char_start < to &&
      from < one.char_end,
  );
  const same = said.trim() === heard.trim();

  function save() {
    if (same || isTaken || said.trim() === "") return;
    desk.saving.act({
      kind: "correct",
      correction: {
        ...{ id: newId(), at: new Date().toISOString(), utterance, char_start: from, char_end: to },
        ...{ heard, said: said.trim() },
      },
    });
    desk.say(t("review.corrections.was_now", { was: heard, now: said.trim() }));
    desk.leave();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") desk.leave();
    if (event.key === "Enter") save();
  }

  return (
    <div className={styles.inline}>
      <p>
        <span className={styles.none}>{t("review.corrections.was")}</span> <del>{heard}</del> →{" "}
        <Input
          autoFocus
          size="small"
          className={styles.said}
          aria-label={t("review.corrections.field")}
          maxLength={LONGEST}
          value={said}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => setSaid(target.value)}
          onKeyDown={onKeyDown}
        />
      </p>
      <p className={styles.none}>{isTaken ? t("review.corrections.overlaps") : help()}</p>
      <div className={styles.buttons}>
        <Button size="small" type="primary" disabled={same || isTaken} onClick={save}>
          {t("review.corrections.save")}
        </Button>
        <Button size="small" onClick={desk.leave}>
          {t("review.corrections.cancel")}
        </Button>
      </div>
    </div>
  );

  function help() {
    return same ? t("review.corrections.same") : t("review.corrections.help");
  }
}
