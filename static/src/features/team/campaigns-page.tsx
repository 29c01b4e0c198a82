import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Segmented, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Campaign } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { CampaignDrawer } from "./campaign-drawer";
import { useCampaigns } from "./queries";
import styles from "./team.module.css";

/** Campaigns, and changing them. */
export default function CampaignsPage() {
  const { t } = useTranslation();
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const campaigns = useCampaigns(archived);
  return (
    <div className={styles.page}>
      <title>{`${t("nav.campaigns")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.campaigns")}</h1>
        <div className={styles.aside}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")}>
            {t("team.add_campaign")}
          </Button>
        </div>
      </header>
      <div>
        <Segmented
          aria-label={t("team.state")}
          value={archived ? "archived" : "running"}
          options={[
            { value: "running", label: t("team.running") },
            { value: "archived", label: t("team.archived") },
          ]}
          onChange={(wanted) => setArchived(wanted === "archived")}
        />
      </div>
      {campaigns.data ? (
        <CampaignsTable campaigns={campaigns.data.items} onOpen={({ id }) => setOpen(id)} />
      ) : campaigns.isError ? (
        <ProblemPanel error={campaigns.error} onRetry={campaigns.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {open && (
        <CampaignDrawer
          key={open}
          campaignId={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

interface TableProps {
  campaigns: Campaign[];
  onOpen: (campaign: Campaign) => void;
}

function CampaignsTable({ campaigns, onOpen }: TableProps) {
  const { t } = useTranslation();
  return (
    <Table<Campaign>
      className={styles.table ?? ""}
      aria-label={t("nav.campaigns")}
      size="small"
      rowKey="id"
      dataSource={campaigns}
      pagination={false}
      scroll={{ x: 760 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("team.campaigns_none")} />
        ),
      }}
      columns={[
        {
          title: t("team.name"),
          render: (_, campaign) => (
            <Button type="link" size="small" onClick={() => onOpen(campaign)}>
              {campaign.name}
            </Button>
          ),
        },
        { title: t("team.campaign_code"), dataIndex: "code", width: 180 },
        { title: t("team.product"), dataIndex: "product", width: 180 },
        {
          title: t("team.effective_talk"),
          width: 140,
          align: "right",
          render: (_, { effective_talk_s }) => formatDuration(effective_talk_s),
        },
        {
          title: t("team.notice"),
          width: 140,
          render: (_, { notice_required }) =>
            notice_required ? (
              <Tag color="blue">{t("team.notice_yes")}</Tag>
            ) : (
              <span className={styles.off}>{t("team.notice_no")}</span>
            ),
        },
      ]}
    />
  );
}
