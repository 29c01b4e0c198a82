/** What a model is asked, and conditions of other rules. */
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { ConditionProps } from "./condition-props";
import { Extras } from "./extras";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { Choose, Sentence } from "./gaps";
import { ProblemLine, useProblemOf } from "./problem-line";
import { SpeakerGap, useConfidence, VerbGap, WhereGap } from "./spoken";

export function JudgedForm({ condition, set, path, verb }: ConditionProps<"judged">) {
  const { t } = useTranslation();
  const confidence = useConfidence(condition, set);
  const wrong = useProblemOf(`${path}.question`);
  return (
    <>
      <Sentence
        of="sentence.judged"
        fields={{
          speaker: (
            <SpeakerGap value={condition.speaker} onChange={(speaker) => set({ speaker })} />
          ),
          where: <WhereGap value={condition.within} onChange={(within) => set({ within })} />,
          verb: <VerbGap of="judged" {...verb} />,
          question: (
            <Input.TextArea
              className={styles.wide}
              variant="filled"
              autoSize={{ minRows: 1, maxRows: 6 }}
              maxLength={1000}
              aria-label={t("scorecards.question")}
              placeholder={t("scorecards.question_hint")}
              value={condition.question}
              {...(wrong && { status: "error" as const })}
              onChange={(event) => set({ question: event.target.value })}
            />
          ),
        }}
      />
      <ProblemLine path={`${path}.question`} />
      <p className={styles.note}>{t("scorecards.judged_note")}</p>
      <Extras items={[confidence]} />
    </>
  );
}

export function OtherRuleForm({ condition, set, path, verb }: ConditionProps<"rule">) {
  const { t } = useTranslation();
  const { rules } = useRuleForm();
  return (
    <>
      <Sentence
        of="sentence.rule"
        fields={{
          rule: (
            <Choose
              label={t("scorecards.other_rule")}
              value={condition.rule}
              path={`${path}.rule`}
              searchable
              options={rules.map(({ key, name }) => ({ value: key, label: name }))}
              onChange={(rule) => set({ rule })}
            />
          ),
          verb: <VerbGap of="rule" {...verb} />,
        }}
      />
      <ProblemLine path={`${path}.rule`} />
    </>
  );
}
