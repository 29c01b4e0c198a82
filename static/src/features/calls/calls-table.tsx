import { Button, Empty, Table } from "antd";
import { type Key, type MouseEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { useMayQueue } from "../../components/queue/put-in-queue";
import type { Call } from "../../lib/api";
import styles from "./calls.module.css";
import { ChosenCalls } from "./chosen-calls";
import { useColumns } from "./columns";

const SKELETON_ROWS = Array.from({ length: 14 }, (_, place) => place);

interface Props {
  calls: Call[] | undefined;
  /** The rows belong to other filters; the right ones are on their way. */
  stale: boolean;
  filtered: boolean;
  onClear: () => void;
}

export function CallsTable({ calls, stale, filtered, onClear }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const columns = useColumns();
  const mayQueue = useMayQueue();
  const [chosen, setChosen] = useState<Key[]>([]);

  if (!calls) return <TableSkeleton />;
  // Those of another page, or that the filters hide by now, are not what the reader looks at.
  const ids = calls.map(({ id }) => id).filter((id) => chosen.includes(id));
  return (
    <div className={styles.table} data-stale={stale}>
      {ids.length > 0 && <ChosenCalls ids={ids} onDone={() => setChosen([])} />}
      <Table<Call>
        aria-label={t("calls.table")}
        size="small"
        rowKey="id"
        columns={columns}
        dataSource={calls}
        pagination={false}
        sticky
        scroll={{ x: columns.reduce((sum, { width }) => sum + width, 0) }}
        {...(mayQueue && {
          rowSelection: {
            columnWidth: 36,
            selectedRowKeys: ids,
            onChange: setChosen,
            // What has no score has nothing to review.
            getCheckboxProps: ({ score }) => ({ disabled: score === null }),
            onCell: () => ({ onClick: (event) => event.stopPropagation() }),
          },
        })}
        tableLayout="fixed"
        rowClassName={styles.row ?? ""}
        onRow={({ id }) => ({ onClick: (event) => isPlain(event) && navigate(`/calls/${id}`) })}
        locale={{ emptyText: <NoCalls filtered={filtered} onClear={onClear} /> }}
      />
    </div>
  );
}

/** Not a link being opened elsewhere, and not the end of selecting text. */
function isPlain(event: MouseEvent): boolean {
  const onLink = event.target instanceof Element && event.target.closest("a");
  return !onLink && !window.getSelection()?.toString();
}

function NoCalls({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  const [sentence, help] = filtered
    ? [t("calls.empty"), t("calls.empty_help")]
    : [t("calls.none"), t("calls.none_help")];
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {sentence}
          <br />
          {help}
        </>
      }
    >
      {filtered && <Button onClick={onClear}>{t("action.clear")}</Button>}
    </Empty>
  );
}

function TableSkeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      {SKELETON_ROWS.map((row) => (
        <Placeholder key={row} height={24} />
      ))}
    </div>
  );
}
