import { useTranslation } from "react-i18next";

import { conversion } from "../../components/board/figures";
import { Rows } from "../../components/tiles/rows";
import type { Scoped } from "../../components/tiles/scope";
import { useFormat } from "../../lib/format";

const PLACES = 8;

/** Teams by sales. */
export function TeamsRanking({ scope, timezone }: { scope: Scoped; timezone: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat(timezone);
  const teams = scope.units
    .filter(({ today }) => today.dials > 0 || today.connects > 0)
    .toSorted((a, b) => b.today.sales - a.today.sales || a.name.localeCompare(b.name))
    .slice(0, PLACES);
  const best = teams[0]?.today.sales ?? 0;
  const rows = teams.map(({ key, name, today }, place) => ({
    key,
    before: teams.findIndex((one) => one.today.sales === today.sales) + 1 || place + 1,
    name,
    share: best > 0 ? today.sales / best : 0,
    value: t("wall.team_says", {
      sales: format.count(today.sales),
      rate: format.percent(conversion(today)),
    }),
  }));
  return <Rows rows={rows} empty={t("views.ranking_empty")} />;
}
