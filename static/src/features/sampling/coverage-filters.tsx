import { DatePicker, Select } from "antd";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { fromPicker, pickerToday, setPickerZone, toPicker } from "../../lib/day";
import { usePreferences } from "../../lib/preferences";
import { useTimezone } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { usePlaces } from "./queries";
import styles from "./sampling.module.css";
import { type Days, MOST_DAYS, month, weeks } from "./weeks";

interface Wanted {
  from: string;
  to: string;
  unit: string | null;
}

interface Props extends Wanted {
  onChange: (wanted: Wanted) => void;
}

/** Whose calls, and of when. */
export function CoverageFilters({ onChange, ...wanted }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  useEffect(() => setPickerZone(timezone), [timezone]);
  const today = pickerToday(timezone);
  const preset = (label: string, [first, last]: Days) => ({ label, value: [first, last] as Pair });
  return (
    <div className={styles.sentence}>
      <UnitChoice value={wanted.unit} onChange={(unit) => onChange({ ...wanted, unit })} />
      <DatePicker.RangePicker
        aria-label={t("coverage.period")}
        value={[toPicker(wanted.from), toPicker(wanted.to)]}
        allowClear={false}
        format="YYYY-MM-DD"
        disabledDate={(day, { from }) =>
          from !== undefined && Math.abs(day.diff(from, "day")) >= MOST_DAYS
        }
        presets={[
          preset(t("coverage.this_week"), weeks(today, 1)),
          preset(t("coverage.last_week"), weeks(today, 1, 1)),
          preset(t("coverage.four_weeks"), weeks(today, 4)),
          preset(t("coverage.this_month"), month(today)),
          preset(t("coverage.last_month"), month(today, 1)),
        ]}
        onChange={(range) => {
          const [first, last] = range ?? [];
          if (first && last) onChange({ ...wanted, from: fromPicker(first), to: fromPicker(last) });
        }}
      />
      <span className={styles.note}>{t("coverage.whole_periods")}</span>
    </div>
  );
}

type Pair = [Days[0], Days[1]];

function UnitChoice({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const places = usePlaces();
  const units = places.data?.units;
  const tree = useMemo(() => unitTree(units ?? [], language), [units, language]);
  return (
    <Select<string>
      className={styles.plans ?? ""}
      aria-label={t("coverage.unit")}
      placeholder={t("coverage.unit")}
      value={units ? value : null}
      loading={!units}
      options={tree.map(({ id, name, depth }) => ({ value: id, label: name, depth }))}
      optionRender={({ label, data }) => (
        <span style={{ paddingLeft: 16 * data.depth }}>{label}</span>
      )}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}
