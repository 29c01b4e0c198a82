import { CloseCircleOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import type { Note } from "../../lib/api";
import { useWords } from "../../lib/words";
import styles from "./deliveries.module.css";

/** Everything that was wrong or odd, what could not be used first. */
export function NoteList({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation();
  const word = useWords();
  const worst = notes.toSorted((a, b) => Number(b.refuses) - Number(a.refuses));
  return (
    <ul className={styles.notes}>
      {worst.map(({ reason, sentence, field, line, refuses }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice
        <li key={place} data-refuses={refuses}>
          {refuses ? <CloseCircleOutlined /> : <InfoCircleOutlined />}
          <div>
            <strong>{word("note", reason)}</strong>{" "}
            <span className={styles.note}>
              {refuses ? t("sources.refusing") : t("sources.odd")}
              {line != null && <> · {t("sources.at_line", { line })}</>}
              {field && (
                <>
                  {" "}
                  · {t("sources.at_field")} <code>{field}</code>
                </>
              )}
            </span>
            <p lang="en">{sentence}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
