/** Patterns, script lines and what is said again and again. */
import { useTranslation } from "react-i18next";
import type { ConditionProps } from "./condition-props";
import { type Extra, Extras } from "./extras";
import { NumberGap, Sentence, SimilarityGap, TextGap } from "./gaps";
import { PhrasesGap } from "./phrases";
import { ProblemLine } from "./problem-line";
import { SpeakerGap, useConfidence, useTimes, VerbGap, WhereGap } from "./spoken";

export function PatternForm({ condition, set, path, verb }: ConditionProps<"pattern">) {
  const { t } = useTranslation();
  const times = useTimes(condition.times, set);
  const confidence = useConfidence(condition, set);
  const excluding: Extra = {
    key: "excluding",
    label: t("rules.extra.excluding"),
    active: condition.excluding != null,
    on: () => set({ excluding: "" }),
    off: () => set({ excluding: null }),
    content: (
      <Sentence
        of="qualifier.excluding"
        fields={{
          regex: (
            <TextGap
              label={t("rules.extra.excluding")}
              value={condition.excluding ?? ""}
              path={`${path}.excluding`}
              wide
              code
              onChange={(wanted) => set({ excluding: wanted })}
            />
          ),
        }}
      />
    ),
  };
  return (
    <>
      <Sentence
        of="sentence.pattern"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="pattern" {...verb} />,
          regex: (
            <TextGap
              label={t("scorecards.regex")}
              value={condition.regex}
              placeholder={t("scorecards.regex_hint")}
              path={`${path}.regex`}
              wide
              code
              onChange={(regex) => set({ regex })}
            />
          ),
        }}
      />
      <ProblemLine path={`${path}.regex`} />
      <ProblemLine path={`${path}.excluding`} />
      <Extras items={[excluding, times, confidence]} />
    </>
  );
}

export function ScriptLineForm({ condition, set, path, verb }: ConditionProps<"script_line">) {
  const { t } = useTranslation();
  const confidence = useConfidence(condition, set);
  const homophones: Extra = {
    key: "homophones",
    label: t("conditions.qualifier.homophones"),
    active: condition.homophones,
    on: () => set({ homophones: true }),
    off: () => set({ homophones: false }),
  };
  return (
    <>
      <Sentence
        of="sentence.script_line"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="script_line" {...verb} />,
          similarity: (
            <SimilarityGap
              value={condition.similarity}
              onChange={(similarity) => set({ similarity })}
            />
          ),
          lines: (
            <PhrasesGap
              label={t("scorecards.lines")}
              hint={t("scorecards.lines_hint")}
              value={condition.lines}
              path={`${path}.lines`}
              onChange={(lines) => set({ lines })}
            />
          ),
        }}
      />
      <Extras items={[homophones, confidence]} />
    </>
  );
}

export function RepeatedForm({ condition, set, path, verb }: ConditionProps<"repeated">) {
  const { t } = useTranslation();
  const confidence = useConfidence(condition, set);
  return (
    <>
      <Sentence
        of="sentence.repeated"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="repeated" {...verb} />,
          times: (
            <NumberGap
              label={t("rules.extra.times")}
              value={condition.times}
              min={2}
              max={100}
              whole
              onChange={(times) => set({ times })}
            />
          ),
          similarity: (
            <SimilarityGap
              value={condition.similarity}
              onChange={(similarity) => set({ similarity })}
            />
          ),
        }}
      />
      <Extras items={[...useRepeatedExtras({ condition, set, path, verb }), confidence]} />
    </>
  );
}

function useRepeatedExtras({ condition, set, path }: ConditionProps<"repeated">): Extra[] {
  const { t } = useTranslation();
  const count = (name: "look_back" | "min_characters", value: number) => (
    <Sentence
      of={`qualifier.${name}`}
      fields={{
        n: (
          <NumberGap
            label={t(`rules.extra.${name}`)}
            value={value}
            min={1}
            max={name === "look_back" ? 10_000 : 200}
            whole
            onChange={(n) => set({ [name]: n })}
          />
        ),
      }}
    />
  );
  return [
    {
      key: "min_characters",
      label: t("rules.extra.min_characters"),
      active: condition.min_characters !== 1,
      on: () => set({ min_characters: 5 }),
      off: () => set({ min_characters: 1 }),
      content: count("min_characters", condition.min_characters),
    },
    {
      key: "look_back",
      label: t("rules.extra.look_back"),
      active: condition.look_back != null,
      on: () => set({ look_back: 10 }),
      off: () => set({ look_back: null }),
      content: count("look_back", condition.look_back ?? 10),
    },
    {
      key: "ignore",
      label: t("rules.extra.ignore"),
      active: condition.ignore.length > 0,
      on: () => set({ ignore: [t("scorecards.ignore_example")] }),
      off: () => set({ ignore: [] }),
      content: (
        <Sentence
          of="qualifier.ignore"
          fields={{
            phrases: (
              <PhrasesGap
                label={t("rules.extra.ignore")}
                hint={t("scorecards.phrases_hint")}
                value={condition.ignore}
                path={`${path}.ignore`}
                onChange={(ignore) => set({ ignore })}
              />
            ),
          }}
        />
      ),
    },
  ];
}
