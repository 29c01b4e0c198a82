import { PauseCircleOutlined, PlayCircleOutlined, SettingOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Campaign, CampaignQueue, Hearing } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { CampaignDrawer } from "./campaign-drawer";
import { type CampaignRow, campaignRows } from "./campaign-rows";
import styles from "./hearing.module.css";
import { useCampaigns, usePause, useResume } from "./queries";
import { useLength } from "./use-length";

/** Each campaign's part of the queue, and how its calls are heard. */
export function Campaigns({ hearing }: { hearing: Hearing }) {
  const { t } = useTranslation();
  const campaigns = useCampaigns();
  const [open, setOpen] = useState<Campaign | null>(null);
  const columns = useColumns(setOpen);
  if (campaigns.isError && !campaigns.data)
    return <ProblemPanel error={campaigns.error} onRetry={campaigns.refetch} />;
  return (
    <>
      <Table<CampaignRow>
        className={styles.table ?? ""}
        aria-label={t("hearing.campaigns")}
        size="small"
        rowKey={({ queue }) => queue.campaign_id ?? ""}
        columns={columns}
        dataSource={campaignRows(hearing.campaigns, campaigns.data?.items ?? [])}
        loading={campaigns.isPending}
        pagination={false}
        scroll={{ x: "max-content" }}
      />
      {open && (
        <CampaignDrawer
          key={open.id}
          campaign={open}
          engines={hearing.engines}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function useColumns(onOpen: (campaign: Campaign) => void): TableColumnsType<CampaignRow> {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useLength();
  const word = useWords();
  const mayManage = useCan("hearing:manage");
  const columns: TableColumnsType<CampaignRow> = [
    {
      title: t("hearing.campaign"),
      render: (_, { queue }) => (
        <>
          {queue.campaign_name ?? t("hearing.no_campaign")}{" "}
          {queue.pause_id && (
            <Tag icon={<PauseCircleOutlined />} color="warning">
              {t("hearing.paused")}
            </Tag>
          )}
        </>
      ),
    },
    {
      title: t("hearing.waiting"),
      align: "right",
      render: (_, { queue }) => format.count(queue.waiting),
    },
    {
      title: t("hearing.waiting_audio"),
      align: "right",
      render: (_, { queue }) => length(queue.waiting_s),
    },
    {
      title: t("hearing.transcribing"),
      align: "right",
      render: (_, { queue }) => format.count(queue.transcribing),
    },
    {
      title: t("hearing.paused"),
      align: "right",
      render: (_, { queue }) => format.count(queue.paused),
    },
    {
      title: t("hearing.engine"),
      render: (_, { campaign }) =>
        campaign && (campaign.engine ?? <Faint>{t("hearing.default_engine")}</Faint>),
    },
    {
      title: t("hearing.language"),
      render: (_, { campaign }) =>
        campaign &&
        (campaign.language ? (
          word("language", campaign.language)
        ) : (
          <Faint>{t("hearing.language_auto")}</Faint>
        )),
    },
    {
      title: t("hearing.hot_words"),
      align: "right",
      render: (_, { campaign }) => (campaign ? format.count(campaign.hot_words.length) : NO_VALUE),
    },
  ];
  if (!mayManage) return columns;
  return [
    ...columns,
    {
      title: t("hearing.actions"),
      fixed: "right",
      render: (_, { queue, campaign }) => (
        <span className={styles.actions}>
          {queue.campaign_id && <PauseOne queue={queue} />}
          {campaign && (
            <Button size="small" icon={<SettingOutlined />} onClick={() => onOpen(campaign)}>
              {t("hearing.settings")}
            </Button>
          )}
        </span>
      ),
    },
  ];
}

function Faint({ children }: { children: string }) {
  return <span className={styles.note}>{children}</span>;
}

function PauseOne({ queue }: { queue: CampaignQueue }) {
  const { t } = useTranslation();
  const pause = usePause();
  const resume = useResume();
  const { pause_id, campaign_id } = queue;
  const name = queue.campaign_name ?? "";
  const failed = pause.error ?? resume.error;
  return (
    <>
      {failed && <ProblemPanel error={failed} inline />}
      {pause_id ? (
        <Button
          size="small"
          icon={<PlayCircleOutlined />}
          loading={resume.isPending}
          onClick={() => resume.mutate(pause_id)}
        >
          {t("hearing.resume")}
        </Button>
      ) : (
        <Popconfirm
          title={t("hearing.pause_ask", { name })}
          description={t("hearing.pause_ask_help")}
          okText={t("hearing.pause")}
          cancelText={t("hearing.keep_going")}
          placement="topRight"
          onConfirm={() => pause.mutate(campaign_id)}
        >
          <Button size="small" icon={<PauseCircleOutlined />} loading={pause.isPending}>
            {t("hearing.pause")}
          </Button>
        </Popconfirm>
      )}
    </>
  );
}
