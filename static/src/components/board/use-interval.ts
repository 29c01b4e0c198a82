import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import type { BoardState } from "./board";
import { type Period, periodStart } from "./periods";

/** The period in words: since when, and counted how. */
export function useInterval({ board, as_of_ms }: BoardState, period: Period): string {
  const { t } = useTranslation();
  const format = useFormat(board?.timezone);
  if (!board) return "";
  const from = format.minute(periodStart(period, board, as_of_ms));
  return period === "today" ? t("board.day", { from }) : t(`board.${period}`, { from });
}
