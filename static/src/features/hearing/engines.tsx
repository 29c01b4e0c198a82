import { InfoCircleOutlined } from "@ant-design/icons";
import { Table, type TableColumnsType, Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import type { Engine } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import styles from "./hearing.module.css";

/** The ways to hear, and how fast each is. */
export function Engines({ engines }: { engines: Engine[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="engines">
      <h2 id="engines">{t("hearing.engines")}</h2>
      <Table<Engine>
        size="small"
        rowKey="name"
        columns={useColumns()}
        dataSource={engines}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: t("hearing.engines_none") }}
      />
    </section>
  );
}

function useColumns(): TableColumnsType<Engine> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("hearing.engine"),
      render: (_, { name }) => <strong>{name}</strong>,
    },
    {
      title: t("hearing.model"),
      render: (_, { model }) =>
        model === null ? (
          NO_VALUE
        ) : (
          <span className={styles.model}>
            {model}
            <CopyButton text={model} label={t("hearing.copy_model")} />
          </span>
        ),
    },
    { title: t("hearing.device"), render: (_, { device }) => device ?? NO_VALUE },
    {
      title: (
        <Tooltip title={t("hearing.speed_help")}>
          <button type="button" className={styles.plain}>
            {t("hearing.speed")} <InfoCircleOutlined />
          </button>
        </Tooltip>
      ),
      align: "right",
      render: (_, { real_time_factor }) =>
        real_time_factor === null ? NO_VALUE : format.factor(real_time_factor),
    },
    {
      title: t("hearing.waiting"),
      align: "right",
      render: (_, { waiting }) => format.count(waiting),
    },
    {
      title: t("hearing.transcribing"),
      align: "right",
      render: (_, { transcribing }) => format.count(transcribing),
    },
    {
      title: t("hearing.workers_count"),
      align: "right",
      render: (_, { workers }) => format.count(workers),
    },
  ];
}
