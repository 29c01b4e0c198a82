/** One rule: its name, what it asks as a sentence, what it does to the score, and when it applies. */

import { UserOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useTranslation } from "react-i18next";
import { ConditionForm } from "./condition-form";
import { newSaid } from "./conditions";
import { EffectFields } from "./effect-fields";
import styles from "./form.module.css";
import { Choose } from "./gaps";
import { ProblemLine, useProblemOf } from "./problem-line";
import type { Condition, Rule, Section, Severity } from "./types";
import { WhenFields } from "./when-fields";

interface Props {
  rule: Rule;
  isFresh: boolean;
  sections: readonly Section[];
  /** `rules.3` */
  path: string;
  onChange: (rule: Rule) => void;
  onSection: (section: string | null) => void;
}

const SEVERITIES = ["minor", "major", "critical"] as const satisfies Severity[];

export function RuleForm({ rule, isFresh, sections, path, onChange, onSection }: Props) {
  const { t } = useTranslation();
  const set = (patch: Partial<Rule>) => onChange({ ...rule, ...patch });
  return (
    <div className={styles.form}>
      <NameField rule={rule} isFresh={isFresh} path={path} onChange={(name) => set({ name })} />
      <div className={styles.facts}>
        {sections.length > 0 && (
          <Select<string>
            size="small"
            variant="filled"
            aria-label={t("scorecards.section")}
            value={rule.section ?? ""}
            popupMatchSelectWidth={false}
            options={[
              ...sections.map(({ key, name }) => ({ value: key, label: name })),
              { value: "", label: t("scorecards.no_section") },
            ]}
            onChange={(section) => onSection(section || null)}
          />
        )}
        <Choose<Severity>
          label={t("scorecards.severity")}
          value={rule.severity}
          options={SEVERITIES.map((one) => ({
            value: one,
            label: t(`conditions.severity.${one}`),
          }))}
          onChange={(severity) => set({ severity })}
        />
        <Choose
          label={t("scorecards.review")}
          value={rule.needs_review ? "yes" : "no"}
          options={[
            { value: "yes", label: t("conditions.needs_review") },
            { value: "no", label: t("conditions.no_review") },
          ]}
          onChange={(one) => set({ needs_review: one === "yes" })}
        />
      </div>
      <ProblemLine path={`${path}.section`} />
      <Asked rule={rule} path={path} set={set} />
      <EffectFields rule={rule} path={path} set={set} />
      <WhenFields
        when={rule.when ?? null}
        path={`${path}.when`}
        onChange={(when) => set({ when })}
      />
      <Input.TextArea
        variant="filled"
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={2000}
        aria-label={t("scorecards.description")}
        placeholder={t("scorecards.description_hint")}
        value={rule.description}
        onChange={(event) => set({ description: event.target.value })}
      />
      <p className={styles.note}>{t("scorecards.key_is", { key: rule.key })}</p>
    </div>
  );
}

function NameField({
  rule,
  isFresh,
  path,
  onChange,
}: Pick<Props, "rule" | "isFresh" | "path"> & { onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const wrong = useProblemOf(`${path}.name`);
  return (
    <div>
      <Input
        className={styles.name ?? ""}
        variant="underlined"
        autoFocus={isFresh}
        onFocus={(event) => isFresh && event.target.select()}
        maxLength={120}
        aria-label={t("scorecards.rule_name")}
        placeholder={t("scorecards.rule_name")}
        value={rule.name}
        {...(wrong && { status: "error" as const })}
        onChange={(event) => onChange(event.target.value)}
      />
      <ProblemLine path={`${path}.name`} />
    </div>
  );
}

interface AskedProps {
  rule: Rule;
  path: string;
  set: (patch: Partial<Rule>) => void;
}

/** What it asks of the call, or that a person answers it. */
function Asked({ rule, path, set }: AskedProps) {
  const { t } = useTranslation();
  const condition: Condition | null = rule.condition ?? null;
  if (!condition)
    return (
      <div className={styles.human}>
        <UserOutlined /> {t("scorecards.human_help")}
        <Button size="small" onClick={() => set({ condition: newSaid() })}>
          {t("scorecards.let_machine")}
        </Button>
      </div>
    );
  return (
    <ConditionForm
      condition={condition}
      path={`${path}.condition`}
      verb={{
        mode: rule.forbids ? "never" : "must",
        onMode: (mode) => set(forbidding(rule, mode === "never")),
      }}
      onChange={(changed) => set({ condition: changed })}
      onRemove={() => set({ condition: null, forbids: false })}
    />
  );
}

/** What must be said earns, what must not be said is deducted, unless somebody chose otherwise. */
function forbidding(rule: Rule, forbids: boolean): Partial<Rule> {
  if (forbids && rule.effect === "earn") return { forbids, effect: "deduct" };
  if (!forbids && rule.effect === "deduct")
    return { forbids, effect: "earn", per_place: false, most: null };
  return { forbids };
}
