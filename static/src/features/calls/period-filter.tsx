import { DatePicker } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { fromPicker, pickerToday, setPickerZone, toPicker } from "../../lib/day";
import { useTimezone } from "../../lib/session";
import styles from "./calls.module.css";
import type { Filters } from "./filters";

interface Props {
  from: string | null;
  to: string | null;
  onChange: (wanted: Pick<Filters, "from" | "to">) => void;
}

export function PeriodFilter({ from, to, onChange }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  useEffect(() => setPickerZone(timezone), [timezone]);
  const today = pickerToday(timezone);
  const past = (days: number) => today.subtract(days, "day");
  return (
    <DatePicker.RangePicker
      className={styles.period}
      aria-label={t("calls.period")}
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
