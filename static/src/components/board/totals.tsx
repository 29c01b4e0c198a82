import type { ReactNode } from "react";
import type { Tally } from "../../lib/api";
import { type Format, formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { Metric, type MetricName } from "../metric";
import type { BoardState } from "./board";
import {
  averageScore,
  averageTalk,
  connectRate,
  conversion,
  handleTime,
  occupancy,
} from "./figures";
import type { Period } from "./periods";
import { useInterval } from "./use-interval";

/** What a number is held against: told in a word under it, and at length on demand. */
export interface Aside {
  note: ReactNode;
  facts: readonly { term: string; text: string }[];
}

interface Figure {
  value: string;
  division?: { part: string; whole: string };
  tone?: "act" | undefined;
}

type Size = "large" | "small" | "brief";

interface Props {
  tally: Tally;
  state: BoardState;
  period?: Period;
  size?: Size;
  asides?: Partial<Record<MetricName, Aside>>;
}

const LARGE = [
  "dials",
  "connects",
  "connect_rate",
  "effective_talks",
  "sales",
  "conversion",
  "talk",
  "average_talk",
  "handle_time",
  "occupancy",
  "score",
  "fatal",
] as const satisfies readonly MetricName[];

/** A team's card has room for two rows of four. */
const SMALL = [
  "dials",
  "connect_rate",
  "effective_talks",
  "sales",
  "conversion",
  "talk",
  "score",
  "fatal",
] as const satisfies readonly MetricName[];

/** Of a dozen teams: one row each. */
const BRIEF = [
  "dials",
  "connect_rate",
  "sales",
  "score",
  "fatal",
] as const satisfies readonly MetricName[];

type Shown = (typeof LARGE)[number];

const NAMES: Record<Size, readonly Shown[]> = { large: LARGE, small: SMALL, brief: BRIEF };

/** The numbers of a team or a whole board. */
export function Totals({ tally, state, period = "today", size = "large", asides = {} }: Props) {
  const format = useFormat(state.board?.timezone);
  const interval = useInterval(state, period);
  const updated = format.time(state.as_of_ms);
  return NAMES[size].map((name) => (
    <Metric
      key={name}
      name={name}
      {...FIGURES[name](tally, format)}
      {...asides[name]}
      size={size}
      interval={interval}
      updated={updated}
    />
  ));
}

const FIGURES: Record<Shown, (tally: Tally, format: Format) => Figure> = {
  dials: ({ dials }, { count }) => ({ value: count(dials) }),
  connects: ({ connects }, { count }) => ({ value: count(connects) }),
  connect_rate: (tally, { count, percent }) => ({
    value: percent(connectRate(tally)),
    division: { part: count(tally.connects), whole: count(tally.dials) },
  }),
  effective_talks: ({ effective_talks }, { count }) => ({ value: count(effective_talks) }),
  sales: ({ sales }, { count }) => ({ value: count(sales) }),
  conversion: (tally, { count, percent }) => ({
    value: percent(conversion(tally)),
    division: { part: count(tally.sales), whole: count(tally.connects) },
  }),
  talk: ({ talk_s }) => ({ value: formatDuration(talk_s) }),
  average_talk: (tally, { count }) => ({
    value: duration(averageTalk(tally)),
    division: { part: formatDuration(tally.talk_s), whole: count(tally.connects) },
  }),
  handle_time: (tally, { count }) => ({
    value: duration(handleTime(tally)),
    division: {
      part: formatDuration(tally.talk_s + tally.hold_s + tally.wrap_s),
      whole: count(tally.connects),
    },
  }),
  occupancy: (tally, { percent }) => ({
    value: percent(occupancy(tally)),
    division: {
      part: formatDuration(tally.talk_s + tally.hold_s + tally.wrap_s),
      whole: formatDuration(tally.logged_s - tally.break_s),
    },
  }),
  score: (tally, { score, decimal, count }) => ({
    value: score(averageScore(tally)),
    division: { part: decimal(tally.score_sum), whole: count(tally.scored) },
  }),
  fatal: ({ fatal_hits }, { count }) => ({
    value: count(fatal_hits),
    tone: fatal_hits > 0 ? "act" : undefined,
  }),
};

function duration(seconds: number | null): string {
  return seconds === null ? NO_VALUE : formatDuration(seconds);
}
