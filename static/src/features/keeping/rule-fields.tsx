import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Campaign } from "../../lib/api";
import styles from "./keeping.module.css";
import type { Rule } from "./queries";

const KINDS = ["all", "sold", "outcomes", "connected", "not_connected"] as const;
const PERIODS = ["keep_audio_days", "keep_text_days", "keep_call_days"] as const;

interface Props {
  rule: Rule;
  place: number;
  last: boolean;
  campaigns: Campaign[];
  onChange: (rule: Rule) => void;
  onMove: (way: -1 | 1) => void;
  onRemove: () => void;
}

/** One rule: for which calls, and how long each part of them is kept. */
export function RuleFields({ rule, place, last, campaigns, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const name = rule.name || String(place + 1);
  return (
    <fieldset className={styles.rule} aria-label={name}>
      <Field label={t("keeping.name")}>
        <Input
          value={rule.name}
          maxLength={100}
          style={{ width: 160 }}
          onChange={({ target }) => onChange({ ...rule, name: target.value })}
        />
      </Field>
      <Field label={t("keeping.which")}>
        <Select
          value={rule.kind ?? "all"}
          style={{ width: 150 }}
          aria-label={t("keeping.which")}
          options={KINDS.map((value) => ({ value, label: t(`keeping.kind_${value}`) }))}
          onChange={(kind) =>
            onChange({ ...rule, kind, outcomes: kind === "outcomes" ? (rule.outcomes ?? []) : [] })
          }
        />
      </Field>
      {rule.kind === "outcomes" && (
        <Field label={t("keeping.outcomes")}>
          <Select
            mode="tags"
            value={[...(rule.outcomes ?? [])]}
            style={{ minWidth: 160 }}
            aria-label={t("keeping.outcomes")}
            onChange={(outcomes: string[]) => onChange({ ...rule, outcomes })}
          />
        </Field>
      )}
      <Field label={t("keeping.campaigns")}>
        <Select
          mode="multiple"
          value={[...(rule.campaigns ?? [])]}
          style={{ minWidth: 160 }}
          aria-label={t("keeping.campaigns")}
          placeholder={t("keeping.all_campaigns")}
          optionFilterProp="label"
          options={campaigns.map(({ id, name: label }) => ({ value: id, label }))}
          onChange={(chosen: string[]) => onChange({ ...rule, campaigns: chosen })}
        />
      </Field>
      {PERIODS.map((period) => (
        <Field key={period} label={t(`keeping.${period}`)}>
          <InputNumber
            value={rule[period] ?? null}
            min={0}
            max={36_500}
            precision={0}
            placeholder={t("keeping.for_ever")}
            suffix={t("keeping.days")}
            style={{ width: 140 }}
            onChange={(days) => onChange({ ...rule, [period]: days })}
          />
        </Field>
      ))}
      <div className={styles.aside}>
        <Button
          icon={<ArrowUpOutlined />}
          aria-label={t("keeping.up", { name })}
          disabled={place === 0}
          onClick={() => onMove(-1)}
        />
        <Button
          icon={<ArrowDownOutlined />}
          aria-label={t("keeping.down", { name })}
          disabled={last}
          onClick={() => onMove(1)}
        />
        <Button
          icon={<DeleteOutlined />}
          aria-label={t("keeping.remove", { name })}
          onClick={onRemove}
        />
      </div>
    </fieldset>
  );
}

export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what it holds
    <label className={styles.field}>
      {label}
      {children}
    </label>
  );
}
