/** Conditions that hold others: near, in order, earlier, not, all, at least. */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import type { ConditionProps, Inner } from "./condition-props";
import { newSaid } from "./conditions";
import { DistanceGap } from "./distance";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { Choose, NumberGap, Sentence } from "./gaps";
import { ProblemLine } from "./problem-line";
import { occurrenceText } from "./sentence";
import { VerbGap } from "./spoken";
import type { Condition, Near } from "./types";

type Nested<Type extends Condition["type"]> = ConditionProps<Type> & { Inner: Inner };

const OCCURRENCES = ["any", "first", "every", "last"] as const;

export function NearForm({ condition, set, path, verb, Inner }: Nested<"near">) {
  const { t } = useTranslation();
  return (
    <Sentence
      of="sentence.near"
      fields={{
        occurrence: (
          <OccurrenceGap
            value={condition.occurrence}
            onChange={(occurrence) => set({ occurrence })}
          />
        ),
        anchor: (
          <Inner
            condition={condition.anchor}
            path={`${path}.anchor`}
            onChange={(anchor) => set({ anchor })}
          />
        ),
        direction: (
          <Choose
            label={t("scorecards.direction")}
            value={condition.direction}
            options={(["after", "before"] as const).map((one) => ({
              value: one,
              label: t(`conditions.direction.${one}`),
            }))}
            onChange={(direction) => set({ direction })}
          />
        ),
        distance: <DistanceGap value={condition} onChange={set} />,
        verb: <VerbGap of="near" {...verb} />,
        condition: (
          <Inner
            condition={condition.condition}
            path={`${path}.condition`}
            onChange={(inner) => set({ condition: inner })}
          />
        ),
      }}
    />
  );
}

function OccurrenceGap({
  value,
  onChange,
}: {
  value: Near["occurrence"];
  onChange: (value: Near["occurrence"]) => void;
}) {
  const { t } = useTranslation();
  const { say } = useRuleForm();
  return (
    <span className={styles.joined}>
      <Choose
        label={t("scorecards.occurrence")}
        value={typeof value === "number" ? "nth" : value}
        options={[
          ...OCCURRENCES.map((one) => ({ value: one as string, label: occurrenceText(one, say) })),
          { value: "nth", label: t("scorecards.nth") },
        ]}
        onChange={(one) => onChange(one === "nth" ? 2 : (one as Near["occurrence"]))}
      />
      {typeof value === "number" && (
        <NumberGap
          label={t("scorecards.nth")}
          value={value}
          min={1}
          max={1000}
          whole
          onChange={onChange}
        />
      )}
    </span>
  );
}

export function EarlierCallForm({ condition, set, path, verb, Inner }: Nested<"earlier_call">) {
  const { t } = useTranslation();
  return (
    <Sentence
      of="sentence.earlier_call"
      fields={{
        days: (
          <NumberGap
            label={t("scorecards.days")}
            value={condition.within_days}
            min={1}
            max={366}
            whole
            onChange={(within_days) => set({ within_days })}
          />
        ),
        campaign: (
          <Choose
            label={t("scorecards.which_campaign")}
            value={condition.same_campaign ? "same" : "any"}
            options={(["same", "any"] as const).map((one) => ({
              value: one,
              label: t(`conditions.${one}_campaign`),
            }))}
            onChange={(one) => set({ same_campaign: one === "same" })}
          />
        ),
        verb: <VerbGap of="earlier_call" {...verb} />,
        condition: (
          <Inner
            condition={condition.condition}
            path={`${path}.condition`}
            onChange={(inner) => set({ condition: inner })}
          />
        ),
      }}
    />
  );
}

export function NotForm({ condition, set, path, verb, Inner }: Nested<"not">) {
  return (
    <Sentence
      of="sentence.not"
      fields={{
        verb: <VerbGap of="not" {...verb} />,
        condition: (
          <Inner
            condition={condition.condition}
            path={`${path}.condition`}
            onChange={(inner) => set({ condition: inner })}
          />
        ),
      }}
    />
  );
}

export function AllOfForm({ condition, set, path, verb, Inner }: Nested<"all_of">) {
  return (
    <Sentence
      of="sentence.all_of"
      fields={{
        verb: <VerbGap of="all_of" {...verb} />,
        conditions: (
          <Several
            value={condition.conditions}
            path={path}
            Inner={Inner}
            onChange={(conditions) => set({ conditions })}
          />
        ),
      }}
    />
  );
}

export function AnyOfForm({ condition, set, path, verb, Inner }: Nested<"any_of">) {
  const { t } = useTranslation();
  return (
    <>
      <Sentence
        of="sentence.any_of"
        fields={{
          verb: <VerbGap of="any_of" {...verb} />,
          at_least: (
            <NumberGap
              label={t("scorecards.how_many")}
              value={condition.at_least}
              min={1}
              max={condition.conditions.length}
              whole
              onChange={(at_least) => set({ at_least })}
            />
          ),
          conditions: (
            <Several
              value={condition.conditions}
              path={path}
              Inner={Inner}
              onChange={(conditions) =>
                set({ conditions, at_least: Math.min(condition.at_least, conditions.length) })
              }
            />
          ),
        }}
      />
      <ProblemLine path={`${path}.at_least`} />
    </>
  );
}

interface SeveralProps {
  value: readonly Condition[];
  path: string;
  Inner: Inner;
  onChange: (conditions: Condition[]) => void;
}

function Several({ value, path, Inner, onChange }: SeveralProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.several}>
      {placed(value, `${path}.conditions`).map(({ at, here, one }) => (
        <Inner
          key={here}
          condition={one}
          path={here}
          onChange={(changed) => onChange(value.with(at, changed))}
          onRemove={value.length > 1 ? () => onChange(value.toSpliced(at, 1)) : undefined}
        />
      ))}
      <Button
        className={styles.add ?? ""}
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange([...value, newSaid()])}
      >
        {t("scorecards.add_condition")}
      </Button>
    </div>
  );
}

/** What has no name of its own is known by its place. */
export function placed<One>(value: readonly One[], path: string) {
  return value.map((one, at) => ({ at, here: `${path}.${at}`, one }));
}
