import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { MissingRecording, Source } from "../../lib/api";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { FetchWord } from "./fetch-word";
import { PagedTable } from "./paged-table";
import { useMissing } from "./queries";
import styles from "./recordings.module.css";
import { useCursor } from "./use-cursor";

/** Connected calls without a recording. */
export function MissingList({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missing = useMissing(source.id, useCursor());
  return (
    <PagedTable<MissingRecording>
      query={missing}
      rowKey="call_id"
      label={t("sources.list.missing")}
      help={source.recordings_expected ? t("sources.missing_help") : t("sources.not_expected")}
      empty={t("sources.missing_none")}
      columns={[
        {
          title: t("sources.call"),
          ellipsis: true,
          render: (_, { call_id, call_key }) => <Link to={`/calls/${call_id}`}>{call_key}</Link>,
        },
        {
          title: t("sources.agent"),
          width: 140,
          ellipsis: true,
          render: (_, { agent_name, agent_key }) => agent_name ?? agent_key ?? NO_VALUE,
        },
        {
          title: t("sources.customer"),
          width: 150,
          ellipsis: true,
          render: (_, { customer_number }) => customer_number ?? NO_VALUE,
        },
        {
          title: t("sources.ended"),
          width: 150,
          render: (_, { ended_at }) => (ended_at ? format.dateTime(ended_at) : NO_VALUE),
        },
        {
          title: t("sources.talk"),
          width: 100,
          align: "right",
          render: (_, { talk_s }) => formatDuration(talk_s),
        },
        {
          title: t("sources.fetch"),
          width: 240,
          render: (_, { fetch }) =>
            fetch ? (
              <FetchWord fetch={fetch} />
            ) : (
              <span className={styles.note}>{t("sources.fetch_never")}</span>
            ),
        },
      ]}
    />
  );
}
