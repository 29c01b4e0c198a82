import { CheckCircleFilled, ClockCircleOutlined, WarningFilled } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Empty, Progress } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Totals } from "../../components/board/totals";
import { Metric } from "../../components/metric";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type BoardCampaign } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./campaign.module.css";
import { type AbandonLevel, abandonLevel, type CampaignRow, campaignRows } from "./campaigns";
import type { Shown } from "./shown";
import views from "./views.module.css";

const EVERY_MS = 60_000;
const MOST = 200;

/** What is made for each campaign, whether its abandon rate is within the law, how far its list is. */
export default function CampaignView({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const asked = useCampaigns(shown);
  const rows = campaignRows(shown.campaigns, shown.period, language, asked.data?.items);
  return (
    <div className={views.stack}>
      {asked.isError && <ProblemPanel error={asked.error} onRetry={asked.refetch} inline />}
      {rows.length === 0 ? (
        <section className={views.panel}>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.campaign_empty")} />
        </section>
      ) : (
        rows.map((row) => (
          <CampaignPanel
            key={row.id}
            row={row}
            shown={shown}
            asked={asked.data?.items.find(({ campaign_id }) => campaign_id === row.id)}
            updatedAt={asked.dataUpdatedAt}
          />
        ))
      )}
    </div>
  );
}

function useCampaigns({ team, board }: Shown) {
  const id = team ?? board.id;
  return useQuery({
    queryKey: ["board", id, "campaigns"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}/campaigns", {
          params: { path: { board_id: id }, query: { limit: MOST } },
          signal,
        }),
      ),
    refetchInterval: EVERY_MS,
  });
}

interface PanelProps {
  row: CampaignRow;
  shown: Shown;
  asked: BoardCampaign | undefined;
  updatedAt: number;
}

function CampaignPanel({ row, shown, asked, updatedAt }: PanelProps) {
  return (
    <section className={views.panel} aria-label={row.name}>
      <div className={views.head}>
        <h2>{row.name}</h2>
        <span className={views.aside}>{shown.interval}</span>
      </div>
      <div className={styles.figures}>
        <Totals tally={row.tally} state={shown.state} period={shown.period} size="small" />
      </div>
      {asked && (
        <div className={styles.month}>
          <Abandon campaign={asked} shown={shown} updatedAt={updatedAt} />
          <List campaign={asked} />
        </div>
      )}
    </section>
  );
}

const ICONS: Record<Exclude<AbandonLevel, "none">, ReactNode> = {
  fine: <CheckCircleFilled />,
  look: <ClockCircleOutlined />,
  act: <WarningFilled />,
};

function Abandon({
  campaign: { abandon },
  shown,
  updatedAt,
}: {
  campaign: BoardCampaign;
  shown: Shown;
  updatedAt: number;
}) {
  const { t } = useTranslation();
  const format = useFormat(shown.board.timezone);
  const level = abandonLevel(abandon.rate);
  if (level === "none") return <p className={views.aside}>{t("views.abandon_none")}</p>;
  const division = {
    part: format.count(abandon.abandoned),
    whole: format.count(abandon.live_answers),
  };
  return (
    <div className={styles.abandon} data-level={level}>
      <Metric
        name="abandon_rate"
        size="small"
        value={format.percent(abandon.rate)}
        division={division}
        facts={[{ term: t("views.abandon_upper"), text: format.percent(abandon.upper) }]}
        interval={t("views.abandon_window")}
        updated={format.time(updatedAt + shown.state.clock_offset_ms)}
      />
      <span className={styles.level}>
        {ICONS[level]} {t(`views.abandon_${level}`)}
      </span>
      <span className={views.aside}>
        {t("views.abandon_window")} · {t("views.abandon_line", division)}
      </span>
    </div>
  );
}

function List({ campaign: { list_size, numbers_called } }: { campaign: BoardCampaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (list_size === null || numbers_called === null)
    return (
      <p className={views.aside}>
        {t("views.list")}: {t("views.list_none")}
      </p>
    );
  const share = Math.min(1, numbers_called / list_size);
  const says = { tried: format.count(numbers_called), total: format.count(list_size) };
  return (
    <div className={styles.list}>
      <span>{t("views.list")}</span>
      <Progress percent={share * 100} format={() => format.percent(share)} />
      <span className={views.aside}>{t("views.list_says", says)}</span>
    </div>
  );
}
