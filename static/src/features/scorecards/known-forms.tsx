/** Entities, sounds, facts and languages. */
import { CloseOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Button, Popover, Select } from "antd";
import { useTranslation } from "react-i18next";

import { useWords } from "../../lib/words";
import type { ConditionProps } from "./condition-props";
import { type Extra, Extras } from "./extras";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { Choose, NumberGap, Sentence } from "./gaps";
import {
  HAS_LENGTH,
  keptMeasure,
  MEASURES,
  measureUnit,
  NEEDS_SPEAKER,
  shownMeasure,
} from "./measures";
import { useProblemOf } from "./problem-line";
import { opText, templateOf } from "./sentence";
import { SpeakerGap, useConfidence, useTimes, VerbGap, WhereGap } from "./spoken";
import type { EntityKind, Measure, Of } from "./types";
import { useTypedTags } from "./use-typed-tags";
import { FactGap, factKind, type ValueKind, WantedGap, wantedOf } from "./wanted";

const KINDS: Record<EntityKind, ValueKind> = {
  amount: "number",
  number: "number",
  percentage: "number",
  date: "text",
  time: "text",
  phone: "text",
  id_number: "text",
  card: "text",
};

const LANGUAGES = ["zh", "en", "yue", "ja", "ko"];

export function EntityForm({ condition, set, path, verb }: ConditionProps<"entity">) {
  const { t } = useTranslation();
  const times = useTimes(condition.times, set);
  const confidence = useConfidence(condition, set);
  const compared: Extra = {
    key: "wanted",
    label: t("rules.extra.wanted"),
    active: false,
    on: () => set({ wanted: { op: "eq", value: null, fact: "campaign.price" } }),
    off: () => set({ wanted: null }),
  };
  return (
    <>
      <Sentence
        of="sentence.entity"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="entity" {...verb} />,
          kind: (
            <Choose<EntityKind>
              label={t("scorecards.kind")}
              value={condition.kind}
              options={(Object.keys(KINDS) as EntityKind[]).map((kind) => ({
                value: kind,
                label: t(`conditions.kind.${kind}`),
              }))}
              onChange={(kind) => set({ kind })}
            />
          ),
          wanted: condition.wanted && (
            <span className={styles.joined}>
              <Sentence
                of="entity_wanted"
                fields={{
                  wanted: (
                    <WantedGap
                      value={condition.wanted}
                      kind={KINDS[condition.kind]}
                      path={`${path}.wanted`}
                      onChange={(wanted) => set({ wanted })}
                    />
                  ),
                }}
              />
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                aria-label={t("scorecards.any_will_do")}
                title={t("scorecards.any_will_do")}
                onClick={compared.off}
              />
            </span>
          ),
        }}
      />
      <Extras items={[...(condition.wanted ? [] : [compared]), times, confidence]} />
    </>
  );
}

export function SoundForm({ condition, set, verb }: ConditionProps<"sound">) {
  const { t } = useTranslation();
  const { say } = useRuleForm();
  const unit = measureUnit(condition.measure);
  const length = useLengthExtra(condition, (min_s) => set({ min_s }));
  return (
    <>
      <Sentence
        of={`sentence.${templateOf(condition)}`}
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          measure: (
            <span className={styles.joined}>
              <Choose<Measure>
                label={t("scorecards.measure")}
                value={condition.measure}
                searchable
                options={MEASURES.map((measure) => ({
                  value: measure,
                  label: t(`conditions.measure.${measure}`),
                }))}
                onChange={(measure) =>
                  set({ measure, ...(!HAS_LENGTH.has(measure) && { min_s: null }) })
                }
              />
              <Popover
                trigger={["hover", "focus", "click"]}
                title={t(`conditions.measure.${condition.measure}`)}
                content={
                  <p className={styles.formula}>{t(`conditions.formula.${condition.measure}`)}</p>
                }
              >
                <Button
                  type="text"
                  size="small"
                  icon={<InfoCircleOutlined />}
                  aria-label={t("metric.formula")}
                />
              </Popover>
            </span>
          ),
          verb: <VerbGap of="sound" {...verb} />,
          op: (
            <Choose
              label={t("scorecards.op")}
              value={condition.op}
              options={(["gt", "ge", "lt", "le"] as const).map((op) => ({
                value: op,
                label: opText(op, say),
              }))}
              onChange={(op) => set({ op })}
            />
          ),
          value: (
            <NumberGap
              label={t("scorecards.value")}
              value={shownMeasure(condition.measure, condition.value)}
              min={0}
              {...(unit === "share" && { max: 100 })}
              unit={t(`conditions.unit_short.${unit}`)}
              onChange={(value) => set({ value: keptMeasure(condition.measure, value) })}
            />
          ),
        }}
      />
      {NEEDS_SPEAKER.has(condition.measure) && condition.measure === "interruptions" && (
        <p className={styles.note}>{t("scorecards.two_channels")}</p>
      )}
      {HAS_LENGTH.has(condition.measure) && <Extras items={[length]} />}
    </>
  );
}

function useLengthExtra({ min_s }: Of<"sound">, onChange: (min_s: number | null) => void): Extra {
  const { t } = useTranslation();
  return {
    key: "min_s",
    label: t("rules.extra.min_s"),
    active: min_s != null,
    on: () => onChange(5),
    off: () => onChange(null),
    content: (
      <Sentence
        of="qualifier.min_s"
        fields={{
          n: (
            <NumberGap
              label={t("rules.extra.min_s")}
              value={min_s ?? 5}
              min={0.1}
              onChange={onChange}
            />
          ),
        }}
      />
    ),
  };
}

export function FactForm({ condition, set, path, verb }: ConditionProps<"fact">) {
  return (
    <Sentence
      of="sentence.fact"
      fields={{
        name: (
          <FactGap
            value={condition.name}
            path={`${path}.name`}
            onChange={(name) => set({ name, wanted: wantedOf(name, condition.wanted) })}
          />
        ),
        verb: <VerbGap of="fact" {...verb} />,
        wanted: (
          <WantedGap
            of={condition.name}
            value={condition.wanted}
            kind={factKind(condition.name)}
            path={`${path}.wanted`}
            onChange={(wanted) => set({ wanted })}
          />
        ),
      }}
    />
  );
}

export function LanguageForm({ condition, set, path, verb }: ConditionProps<"language">) {
  const { t } = useTranslation();
  const word = useWords();
  const wrong = useProblemOf(`${path}.languages`);
  const tags = useTypedTags(condition.languages, ["label", "value"]);
  return (
    <Sentence
      of="sentence.language"
      fields={{
        speaker: <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />,
        verb: <VerbGap of="language" {...verb} />,
        languages: (
          <Select<string[]>
            className={styles.values ?? ""}
            mode="tags"
            {...tags}
            size="small"
            variant="filled"
            aria-label={t("scorecards.languages")}
            value={condition.languages}
            options={LANGUAGES.map((code) => ({ value: code, label: word("language", code) }))}
            {...(wrong && { status: "error" as const })}
            onChange={(languages) =>
              set({ languages: languages.filter((code) => /^[a-z]{2,3}$/.test(code)) })
            }
          />
        ),
        share: (
          <NumberGap
            label={t("scorecards.share")}
            value={Math.round(condition.share * 1000) / 10}
            min={0}
            max={100}
            unit="%"
            onChange={(percent) => set({ share: percent / 100 })}
          />
        ),
      }}
    />
  );
}
