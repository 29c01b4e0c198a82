import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { ChannelDrawer } from "./channel-drawer";
import { type Channel, useChannels } from "./channel-queries";
import { ChannelsTable } from "./channels-table";
import { DeliveriesDrawer } from "./deliveries-drawer";
import styles from "./rules.module.css";

interface Doing {
  act: "add" | "edit" | "deliveries";
  channel: Channel | null;
}

/** Where alerts go: group chats, mail, other systems; and whether they arrive. */
export default function ChannelsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [doing, setDoing] = useState<Doing | null>(null);
  const channels = useChannels(params.get("cursor"), true);
  const add = () => setDoing({ act: "add", channel: null });
  const close = () => setDoing(null);
  return (
    <div className={styles.page}>
      <title>{`${t("nav.alert_channels")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.alert_channels")}</h1>
        <Button type="primary" icon={<PlusOutlined />} onClick={add}>
          {t("channels.add")}
        </Button>
      </header>
      <p className={styles.note}>{t("channels.help")}</p>
      {channels.data ? (
        <>
          <ChannelsTable
            channels={channels.data.items}
            onAdd={add}
            onChange={(channel) => setDoing({ act: "edit", channel })}
            onDeliveries={(channel) => setDoing({ act: "deliveries", channel })}
          />
          <Pager
            next={channels.data.next ?? null}
            label={t("nav.alert_channels")}
            shown={t("channels.shown", { count: channels.data.items.length })}
          />
        </>
      ) : channels.error ? (
        <ProblemPanel error={channels.error} onRetry={channels.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {doing?.act === "deliveries" && doing.channel && (
        <DeliveriesDrawer channel={doing.channel} onClose={close} />
      )}
      {doing && doing.act !== "deliveries" && (
        <ChannelDrawer channel={doing.channel} onClose={close} />
      )}
    </div>
  );
}
