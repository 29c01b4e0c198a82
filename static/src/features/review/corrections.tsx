import { DeleteOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./marks.module.css";
import { TryCorrections } from "./try-corrections";
import type { Desk } from "./use-desk";

/** Words that the model misheard, as the reviewer heard them. */
export function Corrections({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { review } = desk.saving;
  const corrections = review.corrections.toSorted(
    (a, b) => a.utterance - b.utterance || a.char_start - b.char_start,
  );
  if (corrections.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="review-corrections">
      <header className={styles.head}>
        <h2 id="review-corrections">{t("review.corrections.title")}</h2>
        {desk.editable && !review.machine_hidden && <TryCorrections desk={desk} />}
      </header>
      <ul className={styles.list}>
        {corrections.map(({ id, heard, said }) => (
          <li key={id} className={styles.row}>
            <p className={styles.text}>
              <del>{heard}</del> → <ins>{said}</ins>
            </p>
            {desk.editable && (
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t("review.corrections.remove", { now: said })}
                title={t("review.corrections.remove", { now: said })}
                onClick={() => desk.saving.act({ kind: "uncorrect", id })}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
