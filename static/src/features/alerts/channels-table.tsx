import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from "@ant-design/icons";
import { Button, Empty, Table } from "antd";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { ChannelActs } from "./channel-acts";
import type { Channel } from "./channel-queries";
import { ChannelSwitch } from "./channel-switch";
import styles from "./rules.module.css";

interface Props {
  channels: Channel[];
  onAdd: () => void;
  onChange: (channel: Channel) => void;
  onDeliveries: (channel: Channel) => void;
}

export function ChannelsTable({ channels, onAdd, onChange, onDeliveries }: Props) {
  const { t } = useTranslation();
  const manages = useCan("alerts:channels");
  return (
    <Table<Channel>
      className={styles.table ?? ""}
      aria-label={t("channels.table")}
      size="small"
      rowKey="id"
      dataSource={channels}
      pagination={false}
      scroll={{ x: 960 }}
      locale={{ emptyText: <NoChannels onAdd={onAdd} /> }}
      columns={[
        {
          title: t("channels.active"),
          width: 72,
          render: (_, channel) => <ChannelSwitch channel={channel} />,
        },
        {
          title: t("channels.channel"),
          render: (_, { name, kind, shown }) => (
            <>
              <strong>{name}</strong>
              <div className={styles.note}>
                {t(`channels.kinds.${kind}`)} · {shown}
              </div>
            </>
          ),
        },
        {
          title: t("channels.takes"),
          width: 160,
          render: (_, { min_severity, language }) => (
            <>
              {t(`channels.from_severity.${min_severity}`)}
              <div className={styles.note}>{t(`channels.languages.${language}`)}</div>
            </>
          ),
        },
        {
          title: t("channels.limits"),
          width: 176,
          render: (_, channel) => <Rate channel={channel} />,
        },
        {
          title: t("channels.state"),
          width: 280,
          render: (_, channel) => (
            <LastSent channel={channel} onDeliveries={() => onDeliveries(channel)} />
          ),
        },
        {
          title: t("channels.acts"),
          width: 200,
          hidden: !manages,
          render: (_, channel) => (
            <ChannelActs
              channel={channel}
              onChange={() => onChange(channel)}
              onDeliveries={() => onDeliveries(channel)}
            />
          ),
        },
      ]}
    />
  );
}

function Rate({ channel: { per_minute, digest_s } }: { channel: Channel }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  return (
    <>
      {t("channels.rate", { most: count(per_minute) })}
      <div className={styles.note}>
        {digest_s > 0 ? t("channels.collected", { seconds: count(digest_s) }) : t("channels.each")}
      </div>
    </>
  );
}

/** Whether the newest message arrived, and how many did not. */
function LastSent({ channel, onDeliveries }: { channel: Channel; onDeliveries: () => void }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { last_delivery: last, failed, waiting } = channel;
  const isFailed = last?.state === "failed";
  return (
    <>
      {last ? (
        <span className={isFailed ? styles.bad : styles.good}>
          {isFailed ? <CloseCircleFilled /> : <CheckCircleFilled />}{" "}
          {t(isFailed ? "channels.failed" : "channels.sent")}
          {" · "}
          {dateTime(last.sent_at ?? last.created_at)}
        </span>
      ) : (
        <span className={styles.note}>{t("channels.never")}</span>
      )}
      {isFailed && last.error && <div className={styles.why}>{last.error}</div>}
      {waiting > 0 && (
        <div className={styles.note}>
          <ClockCircleOutlined /> {t("channels.waiting_count", { count: waiting })}
        </div>
      )}
      {failed > 0 && (
        <Button className={styles.inline ?? ""} size="small" type="link" onClick={onDeliveries}>
          {t("channels.failed_count", { count: failed })}
        </Button>
      )}
    </>
  );
}

function NoChannels({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t("channels.none")}</strong>
          <br />
          {t("channels.none_help")}
        </>
      }
    >
      <Button onClick={onAdd}>{t("channels.add")}</Button>
    </Empty>
  );
}
