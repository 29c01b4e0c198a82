import { Input } from "antd";
import { type KeyboardEvent, useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./marks.module.css";
import type { Desk } from "./use-desk";

const PAUSE_MS = 800;
const LONGEST = 1000;

/** What the agent is told: one thing that went well, one thing to do better. */
export function Feedback({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-labelledby="review-feedback">
      <header className={styles.head}>
        <h2 id="review-feedback">{t("review.feedback.title")}</h2>
      </header>
      <Field desk={desk} name="praise" shortcut="P" />
      <Field desk={desk} name="suggestion" shortcut="G" />
    </section>
  );
}

interface FieldProps {
  desk: Desk;
  name: "praise" | "suggestion";
  shortcut: string;
}

function Field({ desk, name, shortcut }: FieldProps) {
  const { t } = useTranslation();
  const stored = desk.saving.review[name] ?? "";
  const [text, setText] = useState(stored);
  const [typing, setTyping] = useState(false);
  const id = fieldId(name);

  // What came from elsewhere is shown, but never under somebody's hands.
  useEffect(() => {
    if (!typing) setText(stored);
  }, [stored, typing]);

  const keep = useEffectEvent(() => {
    const said = text.trim();
    if (said !== stored.trim()) desk.saving.act({ kind: "write", fields: { [name]: said } });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text starts the wait anew
  useEffect(() => {
    if (!typing) return;
    const timer = setTimeout(() => keep(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, typing]);

  function onKeyDown({ key, currentTarget }: KeyboardEvent<HTMLTextAreaElement>) {
    if (key === "Escape") currentTarget.blur();
  }

  if (!desk.editable && !stored) return null;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {t(`review.feedback.${name}`)} {desk.editable && <kbd>{shortcut}</kbd>}
      </label>
      {desk.editable ? (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 1, maxRows: 8 }}
          maxLength={LONGEST}
          placeholder={t(`review.feedback.${name}_hint`)}
          value={text}
          onFocus={() => setTyping(true)}
          onBlur={leave}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
        />
      ) : (
        <p className={styles.text}>{stored}</p>
      )}
    </div>
  );

  function leave() {
    setTyping(false);
    const said = text.trim();
    if (said !== stored.trim()) desk.saving.act({ kind: "write", fields: { [name]: said } });
  }
}

export function fieldId(name: "praise" | "suggestion"): string {
  return `review-${name}`;
}
