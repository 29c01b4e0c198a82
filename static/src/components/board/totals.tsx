import { useTranslation } from "react-i18next";
import type { Tally } from "../../lib/api";
import { type Format, formatDuration, useFormat } from "../../lib/format";
import { Metric, type MetricName } from "../metric";
import type { BoardState } from "./board";
import { averageScore, connectRate } from "./figures";

interface Figure {
  name: MetricName;
  value: string;
  division?: { part: string; whole: string };
  tone?: "act" | undefined;
}

interface Props {
  tally: Tally;
  state: BoardState;
  size?: "large" | "small";
}

/** The numbers of a team or a whole board; a team's card has room for two rows of four. */
export function Totals({ tally, state, size = "large" }: Props) {
  const { t } = useTranslation();
  const format = useFormat(state.board?.timezone);
  const interval = state.board
    ? t("board.day", { from: format.minute(state.board.day_starts_at) })
    : "";
  const updated = format.time(state.as_of_ms);
  const shown = figures(tally, format).filter(({ name }) => name !== "wrap" || size === "small");
  return shown.map((figure) => (
    <Metric key={figure.name} {...figure} size={size} interval={interval} updated={updated} />
  ));
}

function figures(tally: Tally, format: Format): Figure[] {
  const count = format.count;
  return [
    { name: "dials", value: count(tally.dials) },
    { name: "connects", value: count(tally.connects) },
    {
      name: "connect_rate",
      value: format.percent(connectRate(tally)),
      division: { part: count(tally.connects), whole: count(tally.dials) },
    },
    { name: "effective_talks", value: count(tally.effective_talks) },
    { name: "talk", value: formatDuration(tally.talk_s) },
    { name: "wrap", value: formatDuration(tally.wrap_s) },
    {
      name: "score",
      value: format.score(averageScore(tally)),
      division: { part: format.decimal(tally.score_sum), whole: count(tally.scored) },
    },
    {
      name: "fatal",
      value: count(tally.fatal_hits),
      tone: tally.fatal_hits > 0 ? "act" : undefined,
    },
  ];
}
