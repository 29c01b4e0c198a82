import { ClearOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useTranslation } from "react-i18next";

import { useNarrow } from "../../lib/narrow";
import { useSession } from "../../lib/session";
import { useWords } from "../../lib/words";
import styles from "./calls.module.css";
import { CALL_STATES, type Filters, isFiltered, OUTCOMES } from "./filters";
import { PeriodFilter } from "./period-filter";
import { AgentFilter, CampaignFilter, UnitFilter } from "./place-filters";

interface Props {
  filters: Filters;
  onChange: (wanted: Partial<Filters>) => void;
  onClear: () => void;
}

/** On a phone folded, so that calls are seen below it. */
export function FilterBar(props: Props) {
  const { t } = useTranslation();
  if (!useNarrow()) return <Fields {...props} />;
  return (
    <details open={isFiltered(props.filters)}>
      <summary className={styles.fold}>{t("calls.filters")}</summary>
      <Fields {...props} />
    </details>
  );
}

function Fields({ filters, onChange, onClear }: Props) {
  const { t } = useTranslation();
  const { role } = useSession();
  return (
    <search className={styles.filters} aria-label={t("calls.filters")}>
      <PeriodFilter from={filters.from} to={filters.to} onChange={onChange} />
      {role !== "agent" && (
        <>
          <UnitFilter value={filters.unit} onChange={(unit) => onChange({ unit, agent: null })} />
          <AgentFilter
            unit={filters.unit}
            value={filters.agent}
            onChange={(agent) => onChange({ agent })}
          />
        </>
      )}
      <CampaignFilter value={filters.campaign} onChange={(campaign) => onChange({ campaign })} />
      <WordFilters filters={filters} onChange={onChange} />
      <Checkbox
        checked={filters.fatal}
        onChange={(event) => onChange({ fatal: event.target.checked })}
      >
        {t("calls.fatal_only")}
      </Checkbox>
      <Input.Search
        key={filters.q}
        className={styles.q}
        defaultValue={filters.q ?? ""}
        allowClear
        maxLength={100}
        placeholder={t("calls.q_hint")}
        aria-label={t("calls.q")}
        onSearch={(text) => onChange({ q: text.trim() || null })}
      />
      {isFiltered(filters) && (
        <Button type="text" icon={<ClearOutlined />} onClick={onClear}>
          {t("action.clear")}
        </Button>
      )}
    </search>
  );
}

function WordFilters({ filters, onChange }: Omit<Props, "onClear">) {
  const { t } = useTranslation();
  const word = useWords();
  return (
    <>
      <Choice
        label={t("calls.connected")}
        value={filters.connected}
        onChange={(connected) => onChange({ connected })}
        options={[
          { value: "yes", label: t("calls.connected_yes") },
          { value: "no", label: t("calls.connected_no") },
        ]}
      />
      <Choice
        label={t("calls.outcome")}
        value={filters.outcome}
        onChange={(outcome) => onChange({ outcome })}
        options={OUTCOMES.map((value) => ({ value, label: word("outcome", value) }))}
      />
      <Choice
        label={t("calls.state")}
        value={filters.state}
        onChange={(state) => onChange({ state })}
        options={CALL_STATES.map((value) => ({ value, label: t(`words.call_state.${value}`) }))}
      />
      <Choice
        label={t("calls.verdict")}
        value={filters.verdict}
        onChange={(verdict) => onChange({ verdict })}
        options={[
          { value: "passed", label: t("words.verdict.passed") },
          { value: "failed", label: t("words.verdict.failed") },
        ]}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value | null;
  options: { value: NoInfer<Value>; label: string }[];
  onChange: (value: Value | null) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <Select<Value>
      className={styles.choice}
      aria-label={label}
      placeholder={label}
      value={value}
      options={options}
      allowClear
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}
