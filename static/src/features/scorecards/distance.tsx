import { useTranslation } from "react-i18next";
import styles from "./form.module.css";
import { Choose, NumberGap } from "./gaps";
import type { Near } from "./types";

type Distance = Pick<Near, "within_s" | "within_turns">;
type Kind = "none" | "s" | "turns" | "both";

const SOME = { within_s: 30, within_turns: 3 } as const;

/** So many seconds, so many turns, both, or no matter how far. */
export function DistanceGap({
  value,
  onChange,
}: {
  value: Distance;
  onChange: (distance: Distance) => void;
}) {
  const { t } = useTranslation();
  const kind = kindOf(value);
  return (
    <span className={styles.joined}>
      <Choose<Kind>
        label={t("scorecards.distance")}
        value={kind}
        options={(["none", "s", "turns", "both"] as const).map((one) => ({
          value: one,
          label: t(`scorecards.distance_${one}`),
          ...(one !== "none" && { short: t("scorecards.distance_short") }),
        }))}
        onChange={(wanted) => onChange(distanceOf(wanted, value))}
      />
      {value.within_s != null && (
        <NumberGap
          label={t("scorecards.distance_s")}
          value={value.within_s}
          min={0.1}
          unit={t("conditions.where_unit.first_s")}
          onChange={(within_s) => onChange({ ...value, within_s })}
        />
      )}
      {value.within_turns != null && (
        <NumberGap
          label={t("scorecards.distance_turns")}
          value={value.within_turns}
          min={1}
          whole
          unit={t("conditions.where_unit.first_turns")}
          onChange={(within_turns) => onChange({ ...value, within_turns })}
        />
      )}
    </span>
  );
}

function kindOf({ within_s, within_turns }: Distance): Kind {
  if (within_s != null) return within_turns != null ? "both" : "s";
  return within_turns != null ? "turns" : "none";
}

function distanceOf(kind: Kind, value: Distance): Distance {
  const seconds = kind === "s" || kind === "both";
  const turns = kind === "turns" || kind === "both";
  return {
    within_s: seconds ? (value.within_s ?? SOME.within_s) : null,
    within_turns: turns ? (value.within_turns ?? SOME.within_turns) : null,
  };
}
