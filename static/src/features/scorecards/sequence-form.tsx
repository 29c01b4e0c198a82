import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  PlusOutlined,
} from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import type { ConditionProps, Inner } from "./condition-props";
import { newStep } from "./conditions";
import { DistanceGap } from "./distance";
import styles from "./form.module.css";
import { Sentence, TextGap } from "./gaps";
import { placed } from "./nested-forms";
import { VerbGap } from "./spoken";
import type { Step } from "./types";

const MOST = 30;
const LEAST = 2;

type Props = ConditionProps<"sequence"> & { Inner: Inner };

/** Steps one after the other. */
export function SequenceForm({ condition, set, path, verb, Inner }: Props) {
  return (
    <Sentence
      of="sentence.sequence"
      fields={{
        verb: <VerbGap of="sequence" {...verb} />,
        steps: (
          <Steps
            steps={condition.steps}
            path={`${path}.steps`}
            Inner={Inner}
            onChange={(steps) => set({ steps })}
          />
        ),
      }}
    />
  );
}

interface StepsProps {
  steps: readonly Step[];
  path: string;
  Inner: Inner;
  onChange: (steps: Step[]) => void;
}

function Steps({ steps, path, Inner, onChange }: StepsProps) {
  const { t } = useTranslation();
  return (
    <ol className={styles.several}>
      {placed(steps, path).map(({ at, here, one }) => (
        <li key={here} className={styles.step}>
          <StepHead {...{ steps, at, onChange }} />
          <Inner
            condition={one.condition}
            path={`${here}.condition`}
            onChange={(condition) => onChange(steps.with(at, { ...one, condition }))}
          />
        </li>
      ))}
      <li>
        <Button
          type="dashed"
          size="small"
          icon={<PlusOutlined />}
          disabled={steps.length >= MOST}
          onClick={() =>
            onChange([...steps, newStep(t("scorecards.step_name", { n: steps.length + 1 }))])
          }
        >
          {t("scorecards.add_step")}
        </Button>
      </li>
    </ol>
  );
}

function StepHead({ steps, at, onChange }: Omit<StepsProps, "path" | "Inner"> & { at: number }) {
  const { t } = useTranslation();
  const step = steps[at];
  if (!step) return null;
  const set = (patch: Partial<Step>) => onChange(steps.with(at, { ...step, ...patch }));
  const swap = (by: -1 | 1) => {
    const other = steps[at + by];
    if (other) onChange(steps.with(at + by, step).with(at, other));
  };
  return (
    <div className={styles.stepHead}>
      <b>{at + 1}.</b>
      <TextGap label={t("scorecards.step")} value={step.name} onChange={(name) => set({ name })} />
      {at > 0 && <DistanceGap value={step} onChange={set} />}
      <Checkbox
        checked={step.optional}
        onChange={(event) => set({ optional: event.target.checked })}
      >
        {t("conditions.step_optional")}
      </Checkbox>
      <span className={styles.acts}>
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          aria-label={t("scorecards.up_of", { name: step.name })}
          disabled={at === 0}
          onClick={() => swap(-1)}
        />
        <Button
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          aria-label={t("scorecards.down_of", { name: step.name })}
          disabled={at === steps.length - 1}
          onClick={() => swap(1)}
        />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t("scorecards.take_out", { name: step.name })}
          disabled={steps.length <= LEAST}
          onClick={() => onChange(steps.toSpliced(at, 1))}
        />
      </span>
    </div>
  );
}
