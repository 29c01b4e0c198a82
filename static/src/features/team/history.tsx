import { Empty, Timeline } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import { changesOf } from "./changes";
import { type HistoryEntry, useHistory } from "./queries";
import styles from "./team.module.css";
import { useNames } from "./use-names";

/** Who changed it, newest first. `subject` as `unit:id`. */
export function History({ subject }: { subject: string }) {
  const { t } = useTranslation();
  const history = useHistory(subject);
  if (history.isPending) return <Placeholder height={120} />;
  if (!history.data) return <ProblemPanel error={history.error} onRetry={history.refetch} inline />;
  if (history.data.items.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("team.history_none")} />;
  return (
    <Timeline
      items={history.data.items.map((entry) => ({
        key: entry.id,
        content: <Entry entry={entry} />,
      }))}
    />
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const timezone = useTimezone();
  const name = useNames();
  return (
    <>
      <strong>{name("act", entry.act)}</strong>{" "}
      <span className={styles.note}>
        {format.dateTime(entry.at)} · {entry.actor}
      </span>
      {changesOf(entry.facts, timezone).map(({ field, before, after }) => (
        <div key={field} className={styles.change}>
          {name("field", field)}
          {t("team.colon")}
          {before !== undefined && <span className={styles.was}>{name("value", before)}</span>}
          {before !== undefined && " → "}
          {name("value", after ?? NO_VALUE)}
        </div>
      ))}
    </>
  );
}
