import { StarFilled, WarningFilled } from "@ant-design/icons";
import { Empty, Segmented } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import {
  ENOUGH_CONNECTS,
  type Place,
  RANKED_BY,
  type RankedBy,
  rank,
  readRankedBy,
  type Waiting,
} from "../../components/board/ranking";
import type { MetricName } from "../../components/metric";
import { type Format, formatDuration, isoDay, NO_VALUE, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./ranking.module.css";
import type { Shown } from "./shown";
import type { Choose } from "./use-view";
import views from "./views.module.css";

const METRIC = {
  sales: "sales",
  conversion: "conversion",
  effective_talks: "effective_talks",
  talk: "talk",
  score: "score",
} as const satisfies Record<RankedBy, MetricName>;

interface Props {
  shown: Shown;
  params: URLSearchParams;
  choose: Choose;
}

/** Who leads, by what; nobody who broke a fatal rule today is praised. */
export default function RankingView({ shown, params, choose }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const by = readRankedBy(params.get("by"));
  const { agents, period } = shown;
  const { places, waiting } = useMemo(
    () => rank(agents, by, period, language),
    [agents, by, period, language],
  );
  const best = places[0]?.value ?? 0;
  return (
    <section className={views.panel} aria-labelledby="ranking">
      <div className={views.head}>
        <h2 id="ranking">{t("views.ranking")}</h2>
        <span className={views.aside}>{shown.interval}</span>
        <Segmented<RankedBy>
          className={views.push ?? ""}
          aria-label={t("views.ranked_by")}
          value={by}
          onChange={(wanted) => choose("by", wanted === "sales" ? null : wanted)}
          options={RANKED_BY.map((one) => ({ value: one, label: t(`metric.${METRIC[one]}.name`) }))}
        />
      </div>
      <p className={views.aside}>
        {t(`metric.${METRIC[by]}.name`)}: {t(`metric.${METRIC[by]}.formula`)} ·{" "}
        {t("views.ranking_help")}
      </p>
      {places.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.ranking_empty")} />
      ) : (
        <ol className={styles.places}>
          {places.map((place) => (
            <PlaceRow key={place.card.key} place={place} by={by} best={best} shown={shown} />
          ))}
        </ol>
      )}
      {waiting.length > 0 && <Below waiting={waiting} by={by} shown={shown} />}
    </section>
  );
}

interface RowProps {
  place: Place;
  by: RankedBy;
  best: number;
  shown: Shown;
}

function PlaceRow({ place, by, best, shown }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat(shown.board.timezone);
  const { card, rank, value, praised, passed_over } = place;
  return (
    <li className={styles.place} data-praised={praised}>
      <span className={styles.rank}>{rank}</span>
      <span className={styles.name}>
        <AgentLink card={card} shown={shown} />
        {praised && (
          <span className={styles.praised}>
            <StarFilled /> {t("views.praised")}
          </span>
        )}
        {passed_over && (
          <span className={styles.over}>
            <WarningFilled /> {t("views.passed_over", { count: card.today.fatal_hits })}
          </span>
        )}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span style={{ width: `${best > 0 ? (value / best) * 100 : 0}%` }} />
      </span>
      <strong className={styles.value}>{shownValue(value, by, format)}</strong>
    </li>
  );
}

function Below({ waiting, by, shown }: { waiting: Waiting[]; by: RankedBy; shown: Shown }) {
  const { t } = useTranslation();
  const format = useFormat(shown.board.timezone);
  return (
    <>
      <h3 className={styles.line}>{t("views.below")}</h3>
      <ul className={styles.places}>
        {waiting.map(({ card, value, why }) => (
          <li key={card.key} className={styles.place}>
            <span className={styles.rank}>{NO_VALUE}</span>
            <span className={styles.name}>
              <AgentLink card={card} shown={shown} />
            </span>
            <span className={views.aside}>{t(`views.why.${why}`, { count: ENOUGH_CONNECTS })}</span>
            <span className={styles.value}>
              {value === null ? NO_VALUE : shownValue(value, by, format)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function AgentLink({ card, shown }: { card: Place["card"]; shown: Shown }) {
  const { board } = shown;
  const day = isoDay(board.day_starts_at, board.timezone);
  const calls = new URLSearchParams({ agent: card.key, from: day, to: day });
  return <Link to={`/calls?${calls}`}>{card.name}</Link>;
}

function shownValue(value: number, by: RankedBy, format: Format): string {
  switch (by) {
    case "conversion":
      return format.percent(value);
    case "talk":
      return formatDuration(value);
    case "score":
      return format.score(value);
    default:
      return format.count(value);
  }
}
