import { DatePicker, Select } from "antd";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { fromPicker, pickerToday, setPickerZone, toPicker } from "../../lib/day";
import { usePreferences } from "../../lib/preferences";
import { useTimezone } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { useCampaigns } from "./queries";
import { useUnits } from "./trial-queries";
import styles from "./trials.module.css";

/** Calls of which days, campaigns and teams. */
export interface Period {
  from_date: string;
  until_date: string;
  campaign_ids: string[];
  unit_ids: string[];
}

export function useFirstPeriod(): Period {
  const timezone = useTimezone();
  return useMemo(() => {
    const today = pickerToday(timezone);
    return {
      from_date: fromPicker(today.subtract(29, "day")),
      until_date: fromPicker(today),
      campaign_ids: [],
      unit_ids: [],
    };
  }, [timezone]);
}

interface Props {
  value: Period;
  onChange: (period: Period) => void;
}

export function TrialFilter({ value, onChange }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  useEffect(() => setPickerZone(timezone), [timezone]);
  const today = pickerToday(timezone);
  return (
    <>
      <DatePicker.RangePicker
        aria-label={t("calls.period")}
        allowClear={false}
        value={[toPicker(value.from_date), toPicker(value.until_date)]}
        format="YYYY-MM-DD"
        maxDate={today}
        presets={[
          { label: t("calls.last_7_days"), value: [today.subtract(6, "day"), today] },
          { label: t("calls.last_30_days"), value: [today.subtract(29, "day"), today] },
        ]}
        onChange={(range) => {
          const [from, until] = range ?? [];
          if (from && until)
            onChange({ ...value, from_date: fromPicker(from), until_date: fromPicker(until) });
        }}
      />
      <Places value={value} onChange={onChange} />
    </>
  );
}

function Places({ value, onChange }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const campaigns = useCampaigns().data?.items ?? [];
  const units = unitTree(useUnits().data?.items ?? [], language);
  return (
    <>
      <Select<string[]>
        className={styles.places ?? ""}
        mode="multiple"
        maxTagCount="responsive"
        aria-label={t("calls.campaign")}
        placeholder={t("backtests.all_campaigns")}
        value={value.campaign_ids}
        options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        showSearch={{ optionFilterProp: "label" }}
        onChange={(campaign_ids) => onChange({ ...value, campaign_ids })}
      />
      <Select<string[]>
        className={styles.places ?? ""}
        mode="multiple"
        maxTagCount="responsive"
        aria-label={t("calls.unit")}
        placeholder={t("backtests.all_units")}
        value={value.unit_ids}
        options={units.map(({ id, name, depth }) => ({
          value: id,
          label: `${"\u3000".repeat(depth)}${name}`,
        }))}
        showSearch={{ optionFilterProp: "label" }}
        onChange={(unit_ids) => onChange({ ...value, unit_ids })}
      />
    </>
  );
}
