import { Button, Drawer, Empty, Segmented, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { type AlertDelivery, type Channel, type Outcome, useDeliveries } from "./channel-queries";
import styles from "./rules.module.css";

const OUTCOMES = ["failed", "sent", "waiting", "quiet"] as const satisfies readonly Outcome[];
type Shown = (typeof OUTCOMES)[number] | "all";

/** What became of alerts by one channel, newest first. */
export function DeliveriesDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>(channel.failed > 0 ? "failed" : "all");
  const [cursors, setCursors] = useState<string[]>([]);
  const deliveries = useDeliveries(
    channel.id,
    shown === "all" ? null : shown,
    cursors.at(-1) ?? null,
  );
  const next = deliveries.data?.next;
  return (
    <Drawer
      open
      size={720}
      title={t("channels.deliveries_of", { name: channel.name })}
      onClose={onClose}
    >
      <div className={styles.deliveries}>
        <Segmented<Shown>
          aria-label={t("channels.delivery_state")}
          value={shown}
          onChange={(wanted) => {
            setShown(wanted);
            setCursors([]);
          }}
          options={[
            { value: "all", label: t("channels.delivery_all") },
            ...OUTCOMES.map((value) => ({ value, label: t(`channels.delivery.${value}`) })),
          ]}
        />
        {deliveries.data ? (
          <Deliveries deliveries={deliveries.data.items} />
        ) : deliveries.error ? (
          <ProblemPanel error={deliveries.error} onRetry={deliveries.refetch} inline />
        ) : (
          <Placeholder height={240} />
        )}
        <div className={styles.pages}>
          <Button disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            {t("pager.previous")}
          </Button>
          <Button disabled={!next} onClick={() => next && setCursors([...cursors, next])}>
            {t("pager.next")}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

function Deliveries({ deliveries }: { deliveries: AlertDelivery[] }) {
  const { t } = useTranslation();
  const { dateTime, count } = useFormat();
  return (
    <Table<AlertDelivery>
      size="small"
      rowKey="id"
      dataSource={deliveries}
      pagination={false}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("channels.deliveries_none")} />
        ),
      }}
      columns={[
        {
          title: t("channels.delivery_at"),
          width: 144,
          render: (_, { created_at, sent_at }) => dateTime(sent_at ?? created_at),
        },
        {
          title: t("channels.delivery_state"),
          width: 136,
          render: (_, { state }) => (
            <span data-state={state} className={styles.outcome}>
              {t(`channels.delivery.${state}`)}
            </span>
          ),
        },
        {
          title: t("channels.delivery_tries"),
          width: 72,
          render: (_, { tries }) => t("channels.tried", { count: Number(count(tries)) }),
        },
        {
          title: t("channels.delivery_why"),
          render: (_, { error }) => error && <span className={styles.why}>{error}</span>,
        },
        {
          title: t("channels.delivery_alert"),
          width: 72,
          render: (_, { alert_id }) => (
            <Link to={`/boards/alerts?view=history&alert=${alert_id}`}>{t("channels.show")}</Link>
          ),
        },
      ]}
    />
  );
}
