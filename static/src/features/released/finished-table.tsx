import { WarningFilled } from "@ant-design/icons";
import { Button, Empty, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import type { Finished } from "./queries";
import styles from "./released.module.css";

interface Props {
  items: readonly Finished[];
  chosen: string[];
  /** Absent for those who release nothing. */
  onChoose: ((ids: string[]) => void) | undefined;
}

export function FinishedTable({ items, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table<Finished>
      className={styles.table ?? ""}
      aria-label={t("nav.reviews_done")}
      size="small"
      rowKey="id"
      dataSource={[...items]}
      pagination={false}
      scroll={{ x: 960 }}
      locale={{ emptyText: <Nothing /> }}
      {...(onChoose && {
        rowSelection: {
          selectedRowKeys: chosen,
          onChange: (keys) => onChoose(keys.map(String)),
          getCheckboxProps: ({ released_at, agent_name, purpose }) => ({
            disabled: released_at !== null || !isResult(purpose),
            "aria-label": agent_name ?? "",
          }),
        },
      })}
      columns={[
        {
          title: t("released.when"),
          width: 136,
          render: (_, { finalised_at }) => finalised_at && format.dateTime(finalised_at),
        },
        { title: t("released.agent"), render: (_, row) => row.agent_name ?? NO_VALUE },
        { title: t("released.campaign"), render: (_, row) => row.campaign_name ?? NO_VALUE },
        { title: t("released.reviewer"), render: (_, row) => row.reviewer.name },
        { title: t("released.score"), width: 144, render: (_, row) => <Score row={row} /> },
        {
          title: t("released.purpose"),
          width: 88,
          render: (_, { purpose }) => t(`released.purposes.${purpose}`),
        },
        { title: t("released.state"), width: 176, render: (_, row) => <State row={row} /> },
        {
          title: t("released.acts"),
          width: 104,
          render: (_, { id, call_id }) => (
            <Link to={`/reviews/calls/${call_id}?review=${id}`}>{t("released.open")}</Link>
          ),
        },
      ]}
    />
  );
}

function Score({ row }: { row: Finished }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {row.fatal && <WarningFilled className={styles.fatal} aria-label={t("call.hit_fatal")} />}{" "}
      <strong>{format.score(row.score)}</strong>{" "}
      <span className={styles.note}>
        {t("released.machine", { score: format.score(row.machine_score) })}
      </span>
    </>
  );
}

function State({ row: { released_at, acknowledged_at, purpose } }: { row: Finished }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (acknowledged_at)
    return t("released.acknowledged_at", { at: format.dateTime(acknowledged_at) });
  if (released_at) return t("released.released_at", { at: format.dateTime(released_at) });
  if (!isResult(purpose)) return NO_VALUE;
  return <span className={styles.held}>{t("released.held")}</span>;
}

/** Calibrations and second looks score no call, so no agent is shown them. */
function isResult(purpose: Finished["purpose"]): boolean {
  return purpose === "review" || purpose === "appeal";
}

function Nothing() {
  const { t } = useTranslation();
  const reviews = useCan("reviews:write");
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("released.empty")}>
      <p className={styles.next}>{t("released.empty_help")}</p>
      {reviews && (
        <Link to="/reviews/queue">
          <Button tabIndex={-1}>{t("released.to_queue")}</Button>
        </Link>
      )}
    </Empty>
  );
}
