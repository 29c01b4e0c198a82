import {
  CheckCircleFilled,
  ClockCircleOutlined,
  FlagFilled,
  WarningFilled,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { connectRate, conversion } from "../../components/board/figures";
import {
  type Change,
  growth,
  type Pace,
  type PaceLevel,
  pace,
  points,
} from "../../components/board/pace";
import type { Aside } from "../../components/board/totals";
import type { MetricName } from "../../components/metric";
import type { Comparison, GoalMetric, MetricNumbers, Tally } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./compare.module.css";
import { ChangeNote, useChangeText } from "./compare-with";
import { byNow, type Versus } from "./comparison";
import type { Shown } from "./shown";

const COUNTS = {
  dials: "dials",
  connects: "connects",
  effective_talks: "effective_talks",
  sales: "sales",
  talk: "talk_s",
} as const satisfies Partial<Record<MetricName, GoalMetric>>;
const RATES = {
  connect_rate: connectRate,
  conversion,
} as const satisfies Partial<Record<MetricName, (of: MetricNumbers) => number | null>>;

type CountName = keyof typeof COUNTS;
type RateName = keyof typeof RATES;
type Name = CountName | RateName;
const NAMES = [...Object.keys(COUNTS), ...Object.keys(RATES)] as Name[];

/** What stands under each number of today: its goal's pace, and yesterday by this time. */
export function useAsides(
  shown: Shown,
  comparison: Comparison | undefined,
  tally: Tally,
): Partial<Record<MetricName, Aside>> {
  const say = useSay();
  if (shown.period !== "today" || !comparison) return {};
  const paces = pacesOf(shown, comparison, tally);
  return Object.fromEntries(
    NAMES.map((name) => {
      const reached = isCount(name) ? paces[COUNTS[name]] : undefined;
      return [
        name,
        say(name, reached, (versus) => against(name, tally, byNow(comparison, versus)), comparison),
      ];
    }),
  );
}

function isCount(name: Name): name is CountName {
  return name in COUNTS;
}

/** Goals of what is shown; the number is the live one, which is newer than the comparison's. */
function pacesOf(
  { team, board }: Shown,
  { goals }: Comparison,
  tally: Tally,
): Partial<Record<GoalMetric, Pace>> {
  const ours = goals.filter(
    ({ goal }) => goal.unit_id === (team ?? board.id) && goal.campaign_id === null,
  );
  return Object.fromEntries(
    ours.map(({ goal, expected }) => [
      goal.metric,
      pace(tally[goal.metric], goal.target, expected),
    ]),
  );
}

function against(name: Name, tally: Tally, other: MetricNumbers | null): Change | null {
  if (!other) return null;
  if (isCount(name)) return growth(tally[COUNTS[name]], other[COUNTS[name]]);
  return points(RATES[name](tally), RATES[name](other));
}

const ICONS: Record<PaceLevel, ReactNode> = {
  waiting: <ClockCircleOutlined />,
  reached: <FlagFilled />,
  good: <CheckCircleFilled />,
  look: <ClockCircleOutlined />,
  act: <WarningFilled />,
};

function useSay() {
  const { t } = useTranslation();
  const format = useFormat();
  const changeText = useChangeText();

  function shownCount(name: CountName, value: number): string {
    return name === "talk" ? formatDuration(value) : format.count(value);
  }

  function shownNumber(name: Name, numbers: MetricNumbers): string {
    if (isCount(name)) return shownCount(name, numbers[COUNTS[name]]);
    return format.percent(RATES[name](numbers));
  }

  function paceText(name: CountName, { target, share, level }: Pace): string {
    const says = { target: shownCount(name, target), share: format.wholePercent(share ?? 0) };
    if (level === "waiting" || level === "reached") return t(`views.pace.${level}`, says);
    return t("views.pace.of", says);
  }

  return (
    name: Name,
    reached: Pace | undefined,
    changeFrom: (versus: Versus) => Change | null,
    comparison: Comparison,
  ): Aside => {
    const change = changeFrom("yesterday");
    const unit = isCount(name) ? "share" : "points";
    const says = reached && isCount(name) ? paceText(name, reached) : null;
    const others = (["yesterday", "week_ago"] as const).flatMap((versus) => {
      const numbers = byNow(comparison, versus);
      if (!numbers) return [];
      const differs = changeFrom(versus);
      const text = [shownNumber(name, numbers), differs && changeText(differs, versus, unit)];
      return [
        {
          term: t("views.by_this_time", { other: t(`views.${versus}`) }),
          text: text.filter(Boolean).join(" · "),
        },
      ];
    });
    return {
      note: (
        <>
          {reached && says && (
            <span className={styles.pace} data-level={reached.level}>
              {ICONS[reached.level]} {says}
            </span>
          )}
          <ChangeNote change={change} versus="yesterday" unit={unit} />
        </>
      ),
      facts: [...(says ? [{ term: t("views.pace.term"), text: says }] : []), ...others],
    };
  };
}
