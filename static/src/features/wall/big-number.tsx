import { ArrowDownOutlined, ArrowUpOutlined, CheckCircleFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { growth, pace } from "../../components/board/pace";
import { numberOf, writeNumber } from "../../components/tiles/numbers";
import type { Scoped } from "../../components/tiles/scope";
import { useTileWords } from "../../components/tiles/use-tile-words";
import type { TileMetric, WallComparison } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./wall.module.css";

type Compared = keyof WallComparison["yesterday"]["by_now"];

const COMPARED: Partial<Record<TileMetric, Compared>> = {
  dials: "dials",
  connects: "connects",
  effective_talks: "effective_talks",
  sales: "sales",
  talk: "talk_s",
};

/** A digit is some six tenths as wide as it is high: so large a number fits its box. */
const WIDEST_CQI = 160;

interface Props {
  metric: TileMetric;
  scope: Scoped;
  unitId: string;
  timezone: string | undefined;
  comparison: WallComparison | undefined;
}

/** A number to be read from five metres, and below it what it is held against. */
export function BigNumber({ metric, scope, unitId, timezone, comparison }: Props) {
  const { t } = useTranslation();
  const words = useTileWords();
  const format = useFormat(timezone);
  const value = numberOf(metric, scope, "today");
  const text = writeNumber(metric, value, format);
  const isBad = metric === "fatal" && (value ?? 0) > 0;
  return (
    <li className={styles.big}>
      <span className={styles.label}>{words.metric(metric)}</span>
      <span className={styles.value} data-tone={isBad ? "act" : undefined}>
        <span style={{ fontSize: `min(1em, ${WIDEST_CQI / text.length}cqi)` }}>{text}</span>
      </span>
      <span className={styles.aside}>{goal() ?? yesterday()}</span>
    </li>
  );

  function goal() {
    const compared = COMPARED[metric];
    const wanted = comparison?.goals.find(
      (one) => one.unit_id === unitId && one.metric === compared,
    );
    if (!wanted) return null;
    const { level, share } = pace(value ?? 0, wanted.target, wanted.expected);
    const target = writeNumber(metric, wanted.target, format);
    if (level === "reached")
      return (
        <span data-tone="good">
          <CheckCircleFilled /> {t("views.pace.reached", { target })}
        </span>
      );
    if (level === "waiting") return t("views.pace.waiting", { target });
    return (
      <span data-tone={level}>{t("views.pace.of", { target, share: format.percent(share) })}</span>
    );
  }

  function yesterday() {
    const compared = COMPARED[metric];
    const before = compared && comparison?.yesterday.by_now[compared];
    const change = before ? growth(value ?? 0, before) : null;
    if (!change) return null;
    const says = { by: format.percent(change.by), other: t("views.yesterday") };
    return (
      <>
        {change.direction === "up" && <ArrowUpOutlined />}
        {change.direction === "down" && <ArrowDownOutlined />}{" "}
        {t(`views.${change.direction}`, says)}
      </>
    );
  }
}
