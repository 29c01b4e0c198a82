import { InfoCircleOutlined, SwapOutlined, WarningOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Table, type TableColumnsType, Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Source } from "../../lib/api";
import { NO_VALUE, ratio, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import styles from "./hearing.module.css";
import { useSources, useTurnSource } from "./queries";

/** From this share on a source's map is probably wrong, not single calls. */
const SUSPICIOUS = 0.2;

/** The dialers, which channel of their recordings is the agent's, and whether that holds. */
export function Sources() {
  const { t } = useTranslation();
  const sources = useSources();
  const columns = useColumns();
  if (sources.isError && !sources.data)
    return <ProblemPanel error={sources.error} onRetry={sources.refetch} />;
  return (
    <Table<Source>
      className={styles.table ?? ""}
      aria-label={t("hearing.sources")}
      size="small"
      rowKey="id"
      columns={columns}
      dataSource={sources.data?.items ?? []}
      loading={sources.isPending}
      pagination={false}
      scroll={{ x: "max-content" }}
      locale={{ emptyText: t("hearing.sources_none") }}
    />
  );
}

function useColumns(): TableColumnsType<Source> {
  const { t } = useTranslation();
  const format = useFormat();
  const mayManage = useCan("hearing:manage");
  const columns: TableColumnsType<Source> = [
    { title: t("hearing.source"), render: (_, { name }) => <strong>{name}</strong> },
    {
      title: t("hearing.agent_channel"),
      render: (_, { agent_channel }) =>
        agent_channel === 0 ? t("hearing.left") : t("hearing.right"),
    },
    {
      title: t("hearing.heard"),
      align: "right",
      render: (_, { heard }) => format.count(heard),
    },
    {
      title: (
        <Tooltip title={t("hearing.suspected_help")}>
          <button type="button" className={styles.plain}>
            {t("hearing.suspected")} <InfoCircleOutlined />
          </button>
        </Tooltip>
      ),
      align: "right",
      render: (_, source) => <Suspected source={source} />,
    },
  ];
  if (!mayManage) return columns;
  return [
    ...columns,
    { title: t("hearing.actions"), render: (_, source) => <Turn source={source} /> },
  ];
}

function Suspected({ source }: { source: Source }) {
  const format = useFormat();
  const share = ratio(source.swap_suspected, source.heard);
  if (share === null) return NO_VALUE;
  const shown = `${format.percent(share)} (${format.count(source.swap_suspected)})`;
  if (share < SUSPICIOUS) return shown;
  return (
    <strong className={styles.look}>
      <WarningOutlined /> {shown}
    </strong>
  );
}

function Turn({ source }: { source: Source }) {
  const { t } = useTranslation();
  const turn = useTurnSource(source.id);
  const other = source.agent_channel === 0 ? 1 : 0;
  const channel = other === 0 ? t("hearing.left") : t("hearing.right");
  return (
    <>
      {turn.isError && <ProblemPanel error={turn.error} inline />}
      <Popconfirm
        title={t("hearing.turn_ask", { name: source.name, channel })}
        description={<p className={styles.help}>{t("hearing.turn_help")}</p>}
        okText={t("hearing.turn_confirm")}
        cancelText={t("hearing.cancel")}
        placement="topRight"
        onConfirm={() => turn.mutate(other)}
      >
        <Button size="small" icon={<SwapOutlined />} loading={turn.isPending}>
          {t("hearing.turn")}
        </Button>
      </Popconfirm>
    </>
  );
}
