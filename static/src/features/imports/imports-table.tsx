import { Empty, Table, type TableColumnsType } from "antd";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { Import } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { ImportWord } from "./import-word";
import styles from "./imports.module.css";
import { ProgressLine } from "./progress-line";

/** Files that were brought in, the newest first. */
export function ImportsTable({ imports }: { imports: Import[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Table<Import>
      className={styles.table ?? ""}
      aria-label={t("imports.list")}
      size="small"
      rowKey="id"
      columns={useColumns()}
      dataSource={imports}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 900 }}
      rowClassName={styles.row ?? ""}
      onRow={({ id }) => ({ onClick: (event) => isPlain(event) && navigate(`/imports/${id}`) })}
      locale={{ emptyText: <Nothing /> }}
    />
  );
}

function isPlain({ target }: MouseEvent): boolean {
  const onControl = target instanceof Element && target.closest("a, button");
  return !onControl && !window.getSelection()?.toString();
}

function useColumns(): TableColumnsType<Import> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("imports.file"),
      ellipsis: true,
      render: (_, { id, file_name, source_name }) => (
        <>
          <Link to={`/imports/${id}`} title={file_name}>
            {file_name}
          </Link>
          <div className={styles.note}>{source_name}</div>
        </>
      ),
    },
    {
      title: t("imports.state"),
      width: 190,
      render: (_, one) => <ImportWord one={one} />,
    },
    { title: t("imports.progress"), width: 260, render: (_, one) => <Progress one={one} /> },
    {
      title: t("imports.figure.calls"),
      width: 110,
      align: "right",
      render: (_, { calls_touched }) => format.count(calls_touched),
    },
    {
      title: t("imports.figure.refused"),
      width: 110,
      align: "right",
      render: (_, one) => <Refused one={one} />,
    },
    {
      title: t("imports.created"),
      width: 150,
      render: (_, { created_at, created_by }) => (
        <>
          {format.dateTime(created_at)}
          <div className={styles.note}>{created_by}</div>
        </>
      ),
    },
  ];
}

function Progress({ one }: { one: Import }) {
  const { t } = useTranslation();
  if (one.state === "uploaded")
    return <Link to={`/imports/${one.id}`}>{t("imports.map_now")}</Link>;
  return <ProgressLine one={one} />;
}

function Refused({ one: { state, rows_refused } }: { one: Import }) {
  const format = useFormat();
  if (state === "uploaded" || state === "queued") return NO_VALUE;
  const count = format.count(rows_refused);
  return rows_refused > 0 ? <strong className={styles.look}>{count}</strong> : count;
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {t("imports.none")}
          <br />
          {t("imports.none_help")}
        </>
      }
    />
  );
}
