/** The gaps of the sentences that layers are. */
import { Checkbox, Collapse, Form, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { WEIGHTS } from "./draft";
import { useRulesAndPacks } from "./queries";
import styles from "./sampling.module.css";

const SEVERITIES = ["critical", "major", "minor"] as const;
export const OUTCOMES = ["complaint", "refused", "sale", "callback", "wrong_number"] as const;

type Path = string | (string | number)[];

interface AmountProps {
  name: Path;
  label: string;
  min?: number;
  max?: number;
  step?: number;
  required?: boolean;
  placeholder?: string;
}

/** A number within a sentence. */
export function Amount({ name, label, min = 1, max = 100_000, step = 1, ...rest }: AmountProps) {
  const { t } = useTranslation();
  const { required = false, placeholder = "" } = rest;
  return (
    <Form.Item
      noStyle
      name={name}
      rules={required ? [{ required, message: t("sampling.needed") }] : []}
    >
      <InputNumber
        className={styles.amount ?? ""}
        aria-label={label}
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        {...(step === 1 && { precision: 0 })}
      />
    </Form.Item>
  );
}

interface ListProps {
  name: Path;
  label: string;
  placeholder: string;
  options: readonly { value: string; label: string }[];
}

/** Several of a list within a sentence. */
export function Several({ name, label, placeholder, options }: ListProps) {
  return (
    <Form.Item noStyle name={name}>
      <Select
        className={styles.several ?? ""}
        mode="multiple"
        maxTagCount="responsive"
        aria-label={label}
        placeholder={placeholder}
        showSearch={{ optionFilterProp: "label" }}
        popupMatchSelectWidth={false}
        options={[...options]}
      />
    </Form.Item>
  );
}

export function EventFields({ name }: { name: number }) {
  const { t } = useTranslation();
  const word = useWords();
  const { language } = usePreferences();
  const known = useRulesAndPacks();
  const packs = (known.data?.packs ?? []).map(({ value, name }) => ({
    value,
    label: name[language],
  }));
  return (
    <div className={styles.sentence}>
      {t("sampling.event.begin")}
      <Form.Item noStyle name={[name, "fatal"]} valuePropName="checked">
        <Checkbox>{t("sampling.event.fatal")}</Checkbox>
      </Form.Item>
      <Several
        name={[name, "severities"]}
        label={t("sampling.event.severities")}
        placeholder={t("sampling.event.severities_none")}
        options={SEVERITIES.map((value) => ({ value, label: t(`conditions.severity.${value}`) }))}
      />
      <Several
        name={[name, "rule_keys"]}
        label={t("sampling.event.rules")}
        placeholder={t("sampling.event.rules_none")}
        options={known.data?.rules ?? []}
      />
      <Several
        name={[name, "packs"]}
        label={t("sampling.event.packs")}
        placeholder={t("sampling.event.packs_none")}
        options={packs}
      />
      <Several
        name={[name, "outcomes"]}
        label={t("sampling.event.outcomes")}
        placeholder={t("sampling.event.outcomes_none")}
        options={OUTCOMES.map((value) => ({ value, label: word("outcome", value) }))}
      />
    </div>
  );
}

export function RiskFields({ name }: { name: number }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.sentence}>
        {t("sampling.risk.begin")}
        <Amount
          name={[name, "quota"]}
          label={t("sampling.layer.risk")}
          min={0.1}
          step={0.5}
          required
        />
        <Form.Item noStyle name={[name, "quota_by"]}>
          <Select
            className={styles.choice ?? ""}
            aria-label={t("sampling.risk.by")}
            options={[
              { value: "percent", label: t("sampling.risk.percent") },
              { value: "count", label: t("sampling.risk.count") },
            ]}
          />
        </Form.Item>
      </div>
      <Collapse
        ghost
        size="small"
        items={[
          {
            key: "weights",
            label: t("sampling.risk.weights"),
            forceRender: true,
            children: (
              <>
                <p className={styles.note}>{t("sampling.risk.weights_help")}</p>
                <div className={styles.sentence}>
                  {WEIGHTS.map((weight) => (
                    <span key={weight} className={styles.pair}>
                      {t(`sampling.risk.weight.${weight}`)}
                      <Amount
                        name={[name, "weights", weight]}
                        label={t(`sampling.risk.weight.${weight}`)}
                        min={0}
                        max={100}
                        step={0.5}
                        required
                      />
                    </span>
                  ))}
                </div>
              </>
            ),
          },
        ]}
      />
    </>
  );
}

export function RandomFields({ name }: { name: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.sentence}>
      {t("sampling.random.begin")}
      <Amount name={[name, "per_agent"]} label={t("sampling.layer.random")} max={200} required />
      {t("sampling.random.each")}
      <Amount
        name={[name, "expected"]}
        label={t("sampling.random.expected")}
        placeholder={t("sampling.random.expected_auto")}
      />
      {t("sampling.random.expected")}
    </div>
  );
}

/** How many at most, how urgent, and until when. */
export function Urgency({ name, capped }: { name: number; capped: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={styles.sentence}>
      {capped && (
        <span className={styles.pair}>
          {t("sampling.at_most")}
          <Amount
            name={[name, "most"]}
            label={t("sampling.at_most")}
            placeholder={t("sampling.no_most")}
          />
          {t("sampling.calls")}
        </span>
      )}
      <span className={styles.pair}>
        {t("sampling.priority")}
        <Amount
          name={[name, "priority"]}
          label={t("sampling.priority")}
          min={0}
          max={100}
          required
        />
      </span>
      <span className={styles.pair}>
        {t("sampling.due")}
        <Amount name={[name, "due_in_h"]} label={t("sampling.due")} max={1440} required />
        {t("sampling.due_end")}
      </span>
    </div>
  );
}
