import type { UseQueryResult } from "@tanstack/react-query";
import { Empty, Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./recordings.module.css";

interface Props<Row> {
  query: UseQueryResult<{ items: Row[]; next?: string | null }>;
  columns: TableColumnsType<Row>;
  rowKey: keyof Row & string;
  label: string;
  /** What this list is of. */
  help: string;
  empty: string;
  width?: number;
}

/** One page of a list, in whatever state it is. */
export function PagedTable<Row extends object>({
  query,
  columns,
  rowKey,
  label,
  help,
  empty,
  width = 900,
}: Props<Row>) {
  const { t } = useTranslation();
  const { data } = query;
  if (query.isPending) return <Placeholder height={320} />;
  if (!data) return <ProblemPanel error={query.error} onRetry={query.refetch} />;
  return (
    <>
      <p className={styles.note}>{help}</p>
      <Table<Row>
        className={styles.table ?? ""}
        aria-label={label}
        size="small"
        rowKey={rowKey}
        columns={columns}
        dataSource={data.items}
        pagination={false}
        tableLayout="fixed"
        scroll={{ x: width }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
      />
      <Pager
        next={data.next ?? null}
        label={label}
        shown={t("sources.page", { count: data.items.length })}
      />
    </>
  );
}
