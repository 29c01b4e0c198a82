import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import styles from "./form.module.css";
import { Choose, NumberGap } from "./gaps";
import { ProblemLine } from "./problem-line";
import type { Effect, Rule } from "./types";

const EFFECTS = ["earn", "deduct", "add", "none"] as const satisfies Effect[];
const SOME_POINTS = 20;

interface Props {
  rule: Rule;
  path: string;
  set: (patch: Partial<Rule>) => void;
}

/** → earns 20 points; → takes off 5 at each place, at most 20; → the whole card is 0. */
export function EffectFields({ rule, path, set }: Props) {
  const { t } = useTranslation();
  const perPlace = rule.effect === "add" || rule.effect === "deduct";
  return (
    <div className={styles.effect}>
      <b aria-hidden="true">→</b>
      <Choose<Effect>
        label={t("scorecards.effect")}
        value={rule.effect}
        options={EFFECTS.map((effect) => ({
          value: effect,
          label: t(`scorecards.effect_${effect}`),
          help: t(`scorecards.effect_help.${effect}`),
        }))}
        onChange={(effect) => set(withEffect(rule, effect))}
      />
      {rule.effect !== "none" && (
        <NumberGap
          label={t("scorecards.points")}
          value={rule.points}
          min={0}
          max={1000}
          unit={t("scorecards.points_unit")}
          onChange={(points) => set({ points })}
        />
      )}
      {perPlace && (
        <Checkbox
          checked={rule.per_place}
          onChange={({ target: { checked } }) =>
            set({ per_place: checked, ...(!checked && { most: null }) })
          }
        >
          {t("scorecards.per_place")}
        </Checkbox>
      )}
      {rule.per_place && <Most rule={rule} set={set} />}
      <Choose
        label={t("scorecards.fatal")}
        value={rule.fatal ?? "no"}
        options={(["no", "section", "card"] as const)
          .filter((one) => one !== "section" || rule.section != null)
          .map((one) => ({ value: one, label: t(`scorecards.fatal_${one}`) }))}
        onChange={(one) => set({ fatal: one === "no" ? null : one })}
      />
      <ProblemLine path={path} />
      <ProblemLine path={`${path}.points`} />
    </div>
  );
}

function Most({ rule, set }: Omit<Props, "path">) {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox
        checked={rule.most != null}
        onChange={({ target: { checked } }) => set({ most: checked ? SOME_POINTS : null })}
      >
        {t("scorecards.most")}
      </Checkbox>
      {rule.most != null && (
        <NumberGap
          label={t("scorecards.most")}
          value={rule.most}
          min={0}
          max={1000}
          unit={t("scorecards.points_unit")}
          onChange={(most) => set({ most })}
        />
      )}
    </>
  );
}

/** Only what adds or deducts counts by place. */
function withEffect(rule: Rule, effect: Effect): Partial<Rule> {
  const perPlace = effect === "add" || effect === "deduct";
  return perPlace
    ? { effect }
    : { effect, per_place: false, ...(rule.most != null && { most: null }) };
}
