import { Table, type TableColumnsType } from "antd";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { useAgo } from "../../lib/ago";
import type { Health, Source } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { useWords } from "../../lib/words";
import styles from "./sources.module.css";
import { Spark } from "./spark";
import { duplicatesOf, rejectsOf } from "./state";
import { StateWord } from "./state-word";
import { useSeconds } from "./use-seconds";

export interface Row extends Source {
  health: Health | undefined;
  failed: boolean;
}

export function SourcesTable({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Table<Row>
      className={styles.table ?? ""}
      aria-label={t("sources.table")}
      rowKey="id"
      columns={useColumns()}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 1000 }}
      rowClassName={styles.row ?? ""}
      onRow={({ id }) => ({ onClick: (event) => isPlain(event) && navigate(`/sources/${id}`) })}
    />
  );
}

/** Not a link or button of the row, and not the end of selecting text. */
function isPlain({ target }: MouseEvent): boolean {
  const onControl = target instanceof Element && target.closest("a, button");
  return !onControl && !window.getSelection()?.toString();
}

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSeconds();
  return [
    { title: t("sources.name"), width: 168, render: (_, row) => <Name row={row} /> },
    { title: t("sources.state"), width: 168, render: (_, row) => <State row={row} /> },
    {
      title: t("sources.per_minute"),
      width: 180,
      render: (_, { health }) => health && <Minutes minutes={health.events_per_minute} />,
    },
    {
      title: t("sources.lag"),
      width: 132,
      align: "right",
      render: (_, { health }) =>
        health && `${seconds(health.lag.p50_s)} / ${seconds(health.lag.p95_s)}`,
    },
    {
      title: t("sources.duplicates"),
      width: 106,
      align: "right",
      render: (_, { health }) => health && format.count(duplicatesOf(health)),
    },
    {
      title: t("sources.rejects"),
      width: 84,
      align: "right",
      render: (_, { health, id }) =>
        health && (
          <Worrying
            count={rejectsOf(health)}
            to={`/sources/${id}?tab=deliveries&state=refused&state=partly`}
          />
        ),
    },
    {
      title: t("sources.missing"),
      width: 104,
      align: "right",
      render: (_, { health, id, recordings_expected }) =>
        health &&
        (recordings_expected ? (
          <Worrying count={health.missing_recordings} to={`/sources/${id}?tab=recordings`} />
        ) : (
          NO_VALUE
        )),
    },
    {
      title: t("sources.last_seen"),
      width: 108,
      align: "right",
      render: (_, { health }) => health && <LastSeen at={health.last_seen_at} />,
    },
  ];
}

function Name({ row: { id, name, dialer } }: { row: Row }) {
  const word = useWords();
  return (
    <>
      <Link className={styles.name} to={`/sources/${id}`} title={name}>
        {name}
      </Link>
      <div className={styles.note}>{word("dialer", dialer)}</div>
    </>
  );
}

function State({ row: { health, failed } }: { row: Row }) {
  const { t } = useTranslation();
  if (health) return <StateWord health={health} />;
  return failed ? t("sources.health_failed") : <Placeholder height={20} width={120} />;
}

function Minutes({ minutes }: { minutes: readonly number[] }) {
  const format = useFormat();
  return (
    <span className={styles.minutes}>
      <Spark minutes={minutes} />
      {format.count(minutes.reduce((sum, one) => sum + one, 0))}
    </span>
  );
}

function Worrying({ count, to }: { count: number; to: string }) {
  const format = useFormat();
  if (count === 0) return format.count(0);
  return (
    <Link className={styles.look} to={to}>
      {format.count(count)}
    </Link>
  );
}

function LastSeen({ at }: { at: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ago = useAgo();
  const now_ms = useNow();
  if (at === null) return t("sources.never");
  return <span title={format.dateTime(at)}>{ago(at, now_ms)}</span>;
}
