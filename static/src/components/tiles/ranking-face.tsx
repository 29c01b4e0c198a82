import { StarFilled, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { rank } from "../board/ranking";
import { writeNumber } from "./numbers";
import { Rows } from "./rows";
import type { FaceProps } from "./shown";

/** The first of the agents; who broke a fatal rule today keeps the place and is not praised. */
export function RankingFace({ tile, scope, shown }: FaceProps<"ranking">) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const format = useFormat(shown.state.board?.timezone);
  const by = tile.metric ?? "sales";
  const { places } = rank(scope.agents, by, tile.period ?? "today", language);
  const best = places[0]?.value ?? 0;
  const rows = places.slice(0, tile.places ?? 10).map((place) => ({
    key: place.card.key,
    before: place.rank,
    name: (
      <>
        {place.card.name}
        {place.praised && <StarFilled aria-label={t("views.praised")} />}
        {place.passed_over && (
          <WarningFilled
            aria-label={t("views.passed_over", { count: place.card.today.fatal_hits })}
          />
        )}
      </>
    ),
    share: best > 0 ? place.value / best : 0,
    value: writeNumber(by, place.value, format),
    tone: place.praised ? ("praised" as const) : undefined,
  }));
  return <Rows rows={rows} empty={t("views.ranking_empty")} />;
}
