import { useTranslation } from "react-i18next";

import type { Tile, TileMetric } from "../../lib/api";
import type { Period } from "../board/periods";

/** What numbers, periods and tiles are called. */
export function useTileWords() {
  const { t } = useTranslation();

  function metric(name: TileMetric): string {
    switch (name) {
      case "online":
      case "talking":
      case "service_level":
        return t(`tiles.metric.${name}`);
      default:
        return t(`metric.${name}.name`);
    }
  }

  function formula(name: TileMetric): string {
    switch (name) {
      case "online":
      case "talking":
      case "service_level":
        return t(`tiles.formula.${name}`);
      default:
        return t(`metric.${name}.formula`);
    }
  }

  const period = (name: Period) => t(`views.periods.${name}`);

  /** What a tile is called unless somebody called it something. */
  function title(tile: Tile): string {
    if (tile.title) return tile.title;
    switch (tile.kind) {
      case "number":
        return metric(tile.metric);
      case "ranking":
        return t("tiles.ranking_by", { metric: metric(tile.metric ?? "sales") });
      case "pace":
        return t("tiles.pace_of", { metric: metric(tile.metric ?? "dials") });
      default:
        return t(`tiles.kind.${tile.kind}`);
    }
  }

  return { metric, formula, period, title };
}
