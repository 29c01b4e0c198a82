import { useTranslation } from "react-i18next";
import type { ConditionProps } from "./condition-props";
import type { Extra } from "./extras";
import { Extras } from "./extras";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { Choose, NumberGap, Sentence } from "./gaps";
import { PhrasesAndPacks, PhrasesGap } from "./phrases";
import { SpeakerGap, useConfidence, useTimes, VerbGap, WhereGap } from "./spoken";
import type { Of } from "./types";

type Said = Of<"said">;

/** Words are said: any, some or all of them. */
export function SaidForm({ condition, set, path, verb }: ConditionProps<"said">) {
  const { t } = useTranslation();
  const { packs } = useRuleForm();
  const extras = useSaidExtras(condition, set, path);
  return (
    <>
      <Sentence
        of="sentence.said"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="said" {...verb} />,
          count: <CountGap value={condition.at_least} onChange={(at_least) => set({ at_least })} />,
          phrases: (
            <PhrasesAndPacks
              label={t("scorecards.phrases")}
              hint={t("scorecards.phrases_hint")}
              value={condition.phrases}
              packs={condition.packs}
              known={packs}
              path={`${path}.phrases`}
              onChange={(phrases) => set({ phrases })}
              onPacks={(phrases, chosen) => set({ phrases, packs: chosen })}
            />
          ),
        }}
      />
      <Extras items={extras} />
    </>
  );
}

function CountGap({
  value,
  onChange,
}: {
  value: Said["at_least"];
  onChange: (value: Said["at_least"]) => void;
}) {
  const { t } = useTranslation();
  const kind = value === "all" ? "all" : value === 1 ? "one" : "some";
  const wanted = { all: "all", one: 1, some: 2 } as const;
  return (
    <span className={styles.joined}>
      <Choose
        label={t("scorecards.count")}
        value={kind}
        options={(["one", "some", "all"] as const).map((one) => ({
          value: one,
          label: t(`scorecards.count_${one}`),
          ...(one === "some" && { short: t("scorecards.count_some_short") }),
        }))}
        onChange={(one) => onChange(wanted[one])}
      />
      {kind === "some" && (
        <NumberGap
          label={t("scorecards.how_many")}
          value={Number(value)}
          min={1}
          max={10_000}
          whole
          unit={t("scorecards.count_some_unit")}
          onChange={onChange}
        />
      )}
    </span>
  );
}

function useSaidExtras(
  condition: Said,
  set: (patch: Partial<Said>) => void,
  path: string,
): Extra[] {
  const { t } = useTranslation();
  const exclusions = useExclusions(
    condition.exclusions,
    (wanted) => set({ exclusions: wanted }),
    path,
  );
  const times = useTimes(condition.times, set);
  const confidence = useConfidence(condition, set);
  return [
    exclusions,
    {
      key: "homophones",
      label: t("conditions.qualifier.homophones"),
      active: condition.homophones,
      on: () => set({ homophones: true }),
      off: () => set({ homophones: false }),
    },
    {
      key: "one_turn",
      label: t("conditions.qualifier.one_turn"),
      active: condition.one_turn,
      on: () => set({ one_turn: true }),
      off: () => set({ one_turn: false }),
    },
    times,
    confidence,
  ];
}

/** Where a phrase is part of one of these, it is not meant. */
function useExclusions(
  exclusions: string[],
  onChange: (exclusions: string[]) => void,
  path: string,
): Extra {
  const { t } = useTranslation();
  return {
    key: "exclusions",
    label: t("rules.extra.exclusions"),
    active: exclusions.length > 0,
    on: () => onChange([t("scorecards.exclusion_example")]),
    off: () => onChange([]),
    content: (
      <Sentence
        of="qualifier.exclusions"
        fields={{
          phrases: (
            <PhrasesGap
              label={t("rules.extra.exclusions")}
              hint={t("scorecards.phrases_hint")}
              value={exclusions}
              path={`${path}.exclusions`}
              onChange={onChange}
            />
          ),
        }}
      />
    ),
  };
}
