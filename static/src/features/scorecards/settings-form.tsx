import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, InputNumber, Radio } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemLine } from "./problem-line";
import styles from "./scorecards.module.css";
import type { Body, Grade } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  body: Body;
  change: Draft["change"];
}

/** What holds for the whole card: how it adds up, when it is passed, what grades are called. */
export function SettingsForm({ body, change }: Props) {
  const { t } = useTranslation();
  const set = (patch: Partial<Body>) => change((now) => ({ ...now, ...patch }));
  return (
    <Form layout="vertical" className={styles.settings ?? ""} component="div">
      <Form.Item label={t("scorecards.pass_score")} extra={t("scorecards.pass_score_help")}>
        <InputNumber<number>
          aria-label={t("scorecards.pass_score")}
          min={0}
          max={100}
          value={body.pass_score}
          onChange={(pass_score) => pass_score !== null && set({ pass_score })}
        />
      </Form.Item>
      <Form.Item
        label={t("scorecards.weights")}
        extra={t(`scorecards.weights_help_${body.weights}`)}
      >
        <Radio.Group
          value={body.weights}
          options={(["points", "percent"] as const).map((one) => ({
            value: one,
            label: t(`scorecards.weights_${one}`),
          }))}
          onChange={({ target: { value } }) => set({ weights: value })}
        />
        <ProblemLine path="weights" />
      </Form.Item>
      <Form.Item
        label={t("scorecards.doubtful")}
        extra={t(`scorecards.doubtful_help_${body.doubtful}`)}
      >
        <Radio.Group
          value={body.doubtful}
          options={(["not_measurable", "count"] as const).map((one) => ({
            value: one,
            label: t(`scorecards.doubtful_${one}`),
          }))}
          onChange={({ target: { value } }) => set({ doubtful: value })}
        />
      </Form.Item>
      <Form.Item label={t("scorecards.caps")}>
        <div className={styles.caps}>
          <Cap name="most_added" value={body.most_added ?? null} set={set} />
          <Cap name="most_deducted" value={body.most_deducted ?? null} set={set} />
        </div>
      </Form.Item>
      <Form.Item label={t("scorecards.grades")} extra={t("scorecards.grades_help")}>
        <Grades grades={body.grades} onChange={(grades) => set({ grades })} />
      </Form.Item>
    </Form>
  );
}

interface CapProps {
  name: "most_added" | "most_deducted";
  value: number | null;
  set: (patch: Partial<Body>) => void;
}

function Cap({ name, value, set }: CapProps) {
  const { t } = useTranslation();
  return (
    <span>
      <Checkbox
        checked={value !== null}
        onChange={({ target: { checked } }) => set({ [name]: checked ? 20 : null })}
      >
        {t(`scorecards.${name}`)}
      </Checkbox>
      {value !== null && (
        <InputNumber<number>
          size="small"
          min={0}
          max={1000}
          aria-label={t(`scorecards.${name}`)}
          value={value}
          onChange={(most) => most !== null && set({ [name]: most })}
        />
      )}
    </span>
  );
}

function Grades({
  grades,
  onChange,
}: {
  grades: readonly Grade[];
  onChange: (grades: Grade[]) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.grades}>
      {grades.map((grade, at) => (
        <GradeRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a grade is known by its place, its name is being typed
          key={at}
          grade={grade}
          path={`grades.${at}.name`}
          onChange={(changed) => onChange(grades.with(at, changed))}
          onRemove={() => onChange(grades.toSpliced(at, 1))}
        />
      ))}
      <Button
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        disabled={grades.length >= 20}
        onClick={() => onChange([...grades, { name: "", from_score: nextFrom(grades) }])}
      >
        {t("scorecards.add_grade")}
      </Button>
    </div>
  );
}

interface GradeProps {
  grade: Grade;
  path: string;
  onChange: (grade: Grade) => void;
  onRemove: () => void;
}

function GradeRow({ grade, path, onChange, onRemove }: GradeProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.grade}>
      <Input
        size="small"
        maxLength={120}
        aria-label={t("scorecards.grade_name")}
        placeholder={t("scorecards.grade_name")}
        value={grade.name}
        onChange={(event) => onChange({ ...grade, name: event.target.value })}
      />
      <InputNumber<number>
        size="small"
        min={0}
        max={100}
        aria-label={t("scorecards.grade_from")}
        prefix={t("scorecards.from_score")}
        value={grade.from_score}
        onChange={(from_score) => from_score !== null && onChange({ ...grade, from_score })}
      />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={t("scorecards.take_out", { name: grade.name })}
        onClick={onRemove}
      />
      <ProblemLine path={path} />
    </div>
  );
}

function nextFrom(grades: readonly Grade[]): number {
  const lowest = Math.min(100, ...grades.map(({ from_score }) => from_score));
  return grades.length === 0 ? 90 : Math.max(0, lowest - 10);
}
