import { Button, Input, Segmented } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Words } from "../../components/call/marking";
import styles from "./marks.module.css";
import { newId } from "./new-id";
import { firstStretch, isStretch, placeOfSeconds, placeOfWords } from "./place-of-hit";
import { RuleSelect } from "./rule-select";
import { StretchFields } from "./stretch-fields";
import type { Desk } from "./use-desk";

const NOTE = "review-hit-note";

interface Props {
  desk: Desk;
  /** Null where there are none: then a hit is a stretch of seconds. */
  words: Words | null;
  quote: string;
  /** When the words are said, or where the player stands. */
  start_s: number;
  end_s: number | null;
  duration_s: number;
}

/** A hit that the machine missed: these words or these seconds, and the rule. */
export function AddHitForm({ desk, words, quote, start_s, end_s, duration_s }: Props) {
  const { t } = useTranslation();
  const first = firstStretch(start_s, end_s, duration_s);
  const [ofWords, setOfWords] = useState(words !== null);
  const [rule_key, setRule] = useState<string | null>(null);
  const [stretch, setStretch] = useState(first);
  const [note, setNote] = useState("");
  const wrong = !ofWords && !isStretch(stretch, duration_s);

  function save() {
    if (!rule_key || wrong) return;
    const place = ofWords && words ? placeOfWords(words, quote, first) : placeOfSeconds(stretch);
    const at = new Date().toISOString();
    const hit = { ...place, id: newId(), at, rule_key, note: note.trim() || null };
    desk.saving.act({ kind: "add_hit", hit });
    const rule = desk.items.find(({ line }) => line.rule_key === rule_key)?.line.rule_name ?? "";
    desk.say(t("review.said.added", { rule }));
    desk.leave();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") desk.leave();
    if (event.key === "Enter") save();
  }

  function chooseRule(key: string) {
    setRule(key);
    // Once the list has closed.
    setTimeout(() => document.getElementById(NOTE)?.focus());
  }

  return (
    <fieldset className={styles.inline} aria-label={t("review.add.title")}>
      {words && (
        <Segmented<boolean>
          size="small"
          value={ofWords}
          onChange={setOfWords}
          options={[
            { value: true, label: t("review.add.words") },
            { value: false, label: t("review.add.seconds") },
          ]}
        />
      )}
      {ofWords ? (
        <q>{quote}</q>
      ) : (
        <StretchFields
          stretch={stretch}
          duration_s={duration_s}
          onChange={setStretch}
          onKeyDown={onKeyDown}
        />
      )}
      {wrong && <p className={styles.wrong}>{t("review.add.bad_span")}</p>}
      <RuleSelect desk={desk} value={rule_key} onChoose={chooseRule} />
      <Input
        id={NOTE}
        size="small"
        aria-label={t("review.add.note")}
        placeholder={t("review.add.note")}
        maxLength={500}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        onKeyDown={onKeyDown}
      />
      <p className={styles.none}>{t("review.add.help")}</p>
      <div className={styles.buttons}>
        <Button size="small" type="primary" disabled={!rule_key || wrong} onClick={save}>
          {t("review.add.save")}
        </Button>
        <Button size="small" onClick={desk.leave}>
          {t("review.add.cancel")}
        </Button>
      </div>
    </fieldset>
  );
}
