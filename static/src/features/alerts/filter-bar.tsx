import { ClearOutlined } from "@ant-design/icons";
import { Button, DatePicker, Segmented, Select } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { KINDS, kindOf } from "../../components/alerts/kinds";
import { SEVERITIES } from "../../components/alerts/severities";
import { fromPicker, pickerToday, setPickerZone, toPicker } from "../../lib/day";
import { useTimezone } from "../../lib/session";
import styles from "./alerts.module.css";
import { type Filters, isNarrowed, VIEWS, type View } from "./filters";
import { usePlaces } from "./queries";

interface Props {
  filters: Filters;
  onChange: (wanted: Partial<Filters>) => void;
  onClear: () => void;
}

export function FilterBar({ filters, onChange, onClear }: Props) {
  const { t } = useTranslation();
  const places = usePlaces();
  return (
    <search className={styles.filters} aria-label={t("alerts.filters")}>
      <Segmented<View>
        aria-label={t("alerts.view")}
        value={filters.view}
        options={VIEWS.map((value) => ({ value, label: t(`alerts.views.${value}`) }))}
        onChange={(view) => onChange({ view, from: null, to: null })}
      />
      <Choice
        label={t("alerts.severity_label")}
        value={filters.severity}
        named={SEVERITIES.map((id) => ({ id, name: t(`alerts.severity.${id}`) }))}
        onChange={(id) => onChange({ severity: SEVERITIES.find((one) => one === id) ?? null })}
      />
      <Choice
        label={t("alerts.kind_label")}
        value={filters.kind}
        named={KINDS.map((id) => ({ id, name: t(`alerts.kind.${id}`) }))}
        onChange={(id) => onChange({ kind: kindOf(id ?? "") ?? null })}
      />
      <Choice
        label={t("alerts.unit_label")}
        value={filters.unit}
        named={places.data?.units}
        onChange={(unit) => onChange({ unit })}
      />
      <Choice
        label={t("alerts.agent_label")}
        value={filters.agent}
        named={places.data?.agents}
        onChange={(agent) => onChange({ agent })}
      />
      {filters.view === "history" && <Period filters={filters} onChange={onChange} />}
      {isNarrowed(filters) && (
        <Button type="text" icon={<ClearOutlined />} onClick={onClear}>
          {t("alerts.clear")}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  named: readonly { id: string; name: string }[] | undefined;
  onChange: (id: string | null) => void;
}

function Choice({ label, value, named, onChange }: ChoiceProps) {
  return (
    <Select<string>
      className={styles.choice ?? ""}
      aria-label={label}
      placeholder={label}
      value={named ? value : null}
      loading={!named}
      options={(named ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}

/** When they were raised. */
function Period({ filters: { from, to }, onChange }: Pick<Props, "filters" | "onChange">) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  useEffect(() => setPickerZone(timezone), [timezone]);
  const today = pickerToday(timezone);
  const past = (days: number) => today.subtract(days, "day");
  return (
    <DatePicker.RangePicker
      aria-label={t("alerts.period")}
      value={[from ? toPicker(from) : null, to ? toPicker(to) : null]}
      placeholder={[t("calls.from"), t("calls.to")]}
      allowEmpty={[true, true]}
      format="YYYY-MM-DD"
      presets={[
        { label: t("calls.today"), value: [today, today] },
        { label: t("calls.yesterday"), value: [past(1), past(1)] },
        { label: t("calls.last_7_days"), value: [past(6), today] },
        { label: t("calls.last_30_days"), value: [past(29), today] },
      ]}
      onChange={(range) =>
        onChange({
          from: range?.[0] ? fromPicker(range[0]) : null,
          to: range?.[1] ? fromPicker(range[1]) : null,
        })
      }
    />
  );
}
