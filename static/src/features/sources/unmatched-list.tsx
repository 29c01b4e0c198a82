import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Named, Source, UnmatchedRecording } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { PagedTable } from "./paged-table";
import { useUnmatched } from "./queries";
import styles from "./recordings.module.css";
import { UnmatchedActions } from "./unmatched-actions";
import { useCursor } from "./use-cursor";

/** Recordings whose call is not certain, each with the call that comes closest. */
export function UnmatchedList({ source }: { source: Source }) {
  const { t } = useTranslation();
  const unmatched = useUnmatched(source.id, useCursor());
  return (
    <PagedTable<UnmatchedRecording>
      query={unmatched}
      rowKey="id"
      label={t("sources.list.unmatched")}
      help={t("sources.unmatched_help")}
      empty={t("sources.unmatched_none")}
      width={1000}
      columns={[
        { title: t("sources.file"), dataIndex: "file_name", ellipsis: true },
        {
          title: t("sources.says"),
          width: 200,
          render: (_, { named }) => <Says named={named} />,
        },
        {
          title: t("sources.length"),
          width: 80,
          align: "right",
          render: (_, { audio }) => formatDuration(audio.duration_s),
        },
        {
          title: t("sources.suggestion"),
          width: 180,
          render: (_, { nearest }) => <Nearest nearest={nearest} />,
        },
        { width: 290, render: (_, each) => <UnmatchedActions unmatched={each} /> },
      ]}
    />
  );
}

function Says({ named }: { named: Named }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = [
    named.call_id,
    named.agent,
    named.customer_number,
    named.started_at && format.dateTime(named.started_at),
  ].filter(Boolean);
  if (said.length === 0) return <span className={styles.note}>{t("sources.says_nothing")}</span>;
  return said.join(" · ");
}

function Nearest({ nearest }: Pick<UnmatchedRecording, "nearest">) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!nearest) return <span className={styles.note}>{t("sources.suggestion_none")}</span>;
  return (
    <>
      <Link to={`/calls/${nearest.call_id}`}>{t("sources.open_call")}</Link>
      <div className={styles.note}>
        {t("sources.confidence", { value: format.wholePercent(nearest.confidence) })} ·{" "}
        {t(`sources.by.${nearest.by}`)}
      </div>
    </>
  );
}
