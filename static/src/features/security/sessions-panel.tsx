import { DesktopOutlined, MobileOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { OpenSession } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { deviceOf } from "./device";
import { useEndOthers, useEndSession, useOwnSessions } from "./queries";
import styles from "./security.module.css";

export function SessionsPanel() {
  const { t } = useTranslation();
  const sessions = useOwnSessions();
  const endOthers = useEndOthers();
  const columns = useColumns();
  const items = sessions.data?.items ?? [];
  return (
    <section className={styles.panel}>
      <header className={styles.head}>
        <h2>{t("security.sessions")}</h2>
        {items.length > 1 && (
          <Popconfirm
            title={t("security.end_others_title")}
            okText={t("security.end_others")}
            cancelText={t("security.cancel")}
            onConfirm={() => endOthers.mutate()}
          >
            <Button danger loading={endOthers.isPending}>
              {t("security.end_others")}
            </Button>
          </Popconfirm>
        )}
      </header>
      <p className={styles.note}>{t("security.sessions_help")}</p>
      {endOthers.isError && <ProblemPanel error={endOthers.error} inline />}
      {sessions.isError && (
        <ProblemPanel error={sessions.error} inline onRetry={sessions.refetch} />
      )}
      {sessions.isPending && <Placeholder height={120} />}
      {sessions.data && (
        <Table
          size="small"
          rowKey="id"
          columns={columns}
          dataSource={items}
          pagination={false}
          scroll={{ x: 640 }}
        />
      )}
    </section>
  );
}

function useColumns(): TableColumnsType<OpenSession> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("security.device"),
      render: (_, { device, current }) => {
        const { name, mobile } = deviceOf(device);
        return (
          <span title={device ?? undefined}>
            {mobile ? <MobileOutlined /> : <DesktopOutlined />}{" "}
            {name ?? t("security.device_unknown")}{" "}
            {current && <Tag color="blue">{t("security.current")}</Tag>}
          </span>
        );
      },
    },
    { title: t("security.address"), render: (_, { address }) => address ?? NO_VALUE },
    {
      title: t("security.by"),
      render: (_, { provider }) => provider ?? t("security.by_password"),
    },
    {
      title: t("security.since"),
      render: (_, { created_at }) => <time>{format.dateTime(created_at)}</time>,
    },
    {
      title: t("security.last_seen"),
      render: (_, { last_seen_at }) => <time>{format.dateTime(last_seen_at)}</time>,
    },
    {
      key: "end",
      align: "right",
      render: (_, session) => !session.current && <End session={session} />,
    },
  ];
}

function End({ session }: { session: OpenSession }) {
  const { t } = useTranslation();
  const end = useEndSession();
  const device = deviceOf(session.device).name ?? t("security.device_unknown");
  return (
    <Popconfirm
      title={t("security.end_title", { device })}
      okText={t("security.end")}
      cancelText={t("security.cancel")}
      onConfirm={() => end.mutate(session.id)}
    >
      <Button size="small" loading={end.isPending} aria-label={t("security.end_of", { device })}>
        {t("security.end")}
      </Button>
    </Popconfirm>
  );
}
