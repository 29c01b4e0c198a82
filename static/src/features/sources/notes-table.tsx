import { useTranslation } from "react-i18next";

import type { Health } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./health.module.css";
import { Panel } from "./panel";

/** How often each thing was wrong or odd. */
export function NotesTable({ health: { notes } }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const rows = Object.entries(notes).toSorted(([, a], [, b]) => b - a);
  return (
    <Panel title={t("sources.notes")}>
      {rows.length === 0 ? (
        <p className={styles.note}>{t("sources.notes_none")}</p>
      ) : (
        <table className={styles.plain}>
          <thead className="visually-hidden">
            <tr>
              <th>{t("sources.note_reason")}</th>
              <th>{t("sources.note_count")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([reason, count]) => (
              <tr key={reason}>
                <td>
                  {word("note", reason)} <code>{reason}</code>
                </td>
                <td>{format.count(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
