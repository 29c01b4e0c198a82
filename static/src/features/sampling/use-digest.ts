import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import type { EventLayer, PlanLayer } from "./queries";

/** A layer in a few words. */
export function useDigest(): (layer: PlanLayer) => string {
  const { t } = useTranslation();
  const { decimal, list } = useFormat();
  const word = useWords();

  function events({ fatal, severities, rule_keys, packs, outcomes }: EventLayer): string {
    const told = [
      fatal && t("sampling.digest.fatal"),
      ...severities.map((one) => t(`conditions.severity.${one}`)),
      rule_keys.length > 0 && t("sampling.digest.rules", { count: rule_keys.length }),
      packs.length > 0 && t("sampling.digest.packs", { count: packs.length }),
      ...outcomes.map((one) => word("outcome", one)),
    ];
    return list(told.filter((one) => typeof one === "string"));
  }

  return (layer) => {
    if (layer.kind === "event") return t("sampling.digest.event", { what: events(layer) });
    if (layer.kind === "random") return t("sampling.digest.random", { count: layer.per_agent });
    return layer.percent == null
      ? t("sampling.digest.risk_count", { count: layer.count ?? 0 })
      : t("sampling.digest.risk_percent", { count: Number(decimal(layer.percent)) });
  };
}
