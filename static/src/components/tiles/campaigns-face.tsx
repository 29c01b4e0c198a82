import { useTranslation } from "react-i18next";

import type { CampaignCard, Tally } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { conversion, total } from "../board/figures";
import type { Period } from "../board/periods";
import { Rows } from "./rows";
import type { FaceProps } from "./shown";

const SHOWN = 12;
const SHOWN_ON_WALL = 8;

/** Campaigns by dials, each with what it sold. */
export function CampaignsFace({ tile, scope, shown }: FaceProps<"campaigns">) {
  const { t } = useTranslation();
  const format = useFormat(shown.state.board?.timezone);
  const most_shown = shown.onWall ? SHOWN_ON_WALL : SHOWN;
  const sums = byCampaign(scope.campaigns, tile.period ?? "today").slice(0, most_shown);
  const most = sums[0]?.tally.dials ?? 0;
  const rows = sums.map(({ id, name, tally }) => ({
    key: id,
    name,
    share: most > 0 ? tally.dials / most : 0,
    value: t("tiles.campaign_says", {
      dials: format.count(tally.dials),
      sales: format.count(tally.sales),
      rate: format.percent(conversion(tally)),
    }),
  }));
  return <Rows rows={rows} empty={t("tiles.no_campaigns")} />;
}

interface CampaignSum {
  id: string;
  name: string;
  tally: Tally;
}

/** Campaigns with anything in `period`, most dials first. */
export function byCampaign(cards: readonly CampaignCard[], period: Period): CampaignSum[] {
  const names = new Map(cards.map(({ campaign_id, name }) => [campaign_id, name]));
  const sumOf = (id: string) => total(cards.filter(isOf(id)), period);
  return [...names]
    .map(([id, name]) => ({ id, name, tally: sumOf(id) }))
    .filter(({ tally }) => tally.dials > 0 || tally.connects > 0)
    .toSorted((a, b) => b.tally.dials - a.tally.dials || a.name.localeCompare(b.name));
}

function isOf(id: string) {
  return ({ campaign_id }: CampaignCard) => campaign_id === id;
}
