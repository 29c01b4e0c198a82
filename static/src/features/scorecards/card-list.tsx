import { Empty, Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { ProblemPanel } from "../../components/problem-panel";
import type { Campaign } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { usePeriodWords } from "./campaign-words";
import { CreateCard } from "./create-card";
import { useCampaignCards, usePublished, useScorecards } from "./queries";
import styles from "./scorecards.module.css";
import type { CampaignCard, Scorecard, Version } from "./types";

interface Row {
  card: Scorecard;
  published: Version | undefined;
  uses: { campaign: Campaign; period: CampaignCard }[];
}

export function CardList() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const cards = useScorecards(params.get("cursor"));
  const rows = useRows(cards.data?.items ?? []);
  const columns = useColumns();
  if (cards.isError && !cards.data)
    return <ProblemPanel error={cards.error} onRetry={cards.refetch} />;
  if (cards.data?.items.length === 0) return <Nothing />;
  return (
    <div className={styles.stack}>
      <Table<Row>
        className={styles.table ?? ""}
        aria-label={t("scorecards.title")}
        rowKey={({ card }) => card.id}
        columns={columns}
        dataSource={rows}
        loading={cards.isPending}
        pagination={false}
        scroll={{ x: "max-content" }}
      />
      {cards.data && (
        <Pager
          next={cards.data.next ?? null}
          label={t("scorecards.title")}
          shown={t("scorecards.shown", { n: cards.data.items.length })}
        />
      )}
    </div>
  );
}

function useRows(cards: readonly Scorecard[]): Row[] {
  const published = usePublished(cards);
  const { items: campaigns } = useCampaignCards();
  return cards.map((card, at) => ({
    card,
    published: published[at],
    uses: campaigns.flatMap(({ campaign, cards: periods }) =>
      periods
        .filter((period) => period.scorecard_id === card.id)
        .map((period) => ({ campaign, period })),
    ),
  }));
}

function useColumns(): TableColumnsType<Row> {
  const { t } = useTranslation();
  const format = useFormat();
  const words = usePeriodWords();
  return [
    {
      title: t("scorecards.card_name"),
      render: (_, { card }) => <Link to={`/scorecards/${card.id}`}>{card.name}</Link>,
    },
    {
      title: t("scorecards.published"),
      render: (_, { card, published }) =>
        card.published_version === null ? (
          <span className={styles.note}>{t("scorecards.never_published")}</span>
        ) : (
          <span className={styles.versionLine}>
            <Tag color="success">v{card.published_version}</Tag>
            {published?.published_at &&
              t("scorecards.since", { time: format.dateTime(published.published_at) })}
          </span>
        ),
    },
    {
      title: t("scorecards.draft"),
      render: (_, { card }) =>
        (card.latest_version ?? 0) > (card.published_version ?? 0) ? (
          <Tag>v{card.latest_version}</Tag>
        ) : (
          NO_VALUE
        ),
    },
    {
      title: t("scorecards.rules"),
      align: "right",
      render: (_, { published }) =>
        published ? format.count(published.body.rules.length) : NO_VALUE,
    },
    {
      title: t("scorecards.campaigns"),
      render: (_, { uses }) =>
        uses.length === 0 ? (
          <span className={styles.note}>{t("scorecards.no_campaigns")}</span>
        ) : (
          <ul>
            {uses.map(({ campaign, period }) => (
              <li key={`${campaign.id} ${period.from_date}`}>
                {campaign.name} <span className={styles.note}>{words(period)}</span>
              </li>
            ))}
          </ul>
        ),
    },
  ];
}

/** What a scorecard is, for those who have none. */
function Nothing() {
  const { t } = useTranslation();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("scorecards.none")}>
      <ol className={styles.teach}>
        {(["write", "try", "publish"] as const).map((step) => (
          <li key={step}>{t(`scorecards.teach.${step}`)}</li>
        ))}
      </ol>
      <CreateCard large />
    </Empty>
  );
}
