import { DatePicker, InputNumber, Select } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { fromPicker, setPickerZone, toPicker } from "../../lib/day";
import { useTimezone } from "../../lib/session";
import styles from "./calibrations.module.css";
import type { Narrowing } from "./choosing";
import { usePlaces } from "./queries";

interface Props {
  value: Narrowing;
  onChange: (narrowing: Narrowing) => void;
}

/** Which calls to choose from. */
export function NarrowingFields({ value, onChange }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const places = usePlaces();
  useEffect(() => setPickerZone(timezone), [timezone]);
  const set = (patch: Partial<Narrowing>) => onChange({ ...value, ...patch });
  const names = { campaign: places.data?.campaigns, agent: places.data?.agents };
  const scores = { score_min: "score_from", score_max: "score_to" } as const;
  return (
    <div className={styles.narrowing}>
      <DatePicker.RangePicker
        size="small"
        aria-label={t("calibrations.started_at")}
        value={[value.from ? toPicker(value.from) : null, value.to ? toPicker(value.to) : null]}
        placeholder={[t("calibrations.new.period_from"), t("calibrations.new.period_to")]}
        allowEmpty={[true, true]}
        format="YYYY-MM-DD"
        onChange={(range) =>
          set({
            from: range?.[0] ? fromPicker(range[0]) : null,
            to: range?.[1] ? fromPicker(range[1]) : null,
          })
        }
      />
      {(["campaign", "agent"] as const).map((place) => (
        <Select<string>
          key={place}
          size="small"
          className={styles.place ?? ""}
          aria-label={t(`calibrations.new.${place}`)}
          placeholder={t(`calibrations.new.${place}`)}
          allowClear
          loading={places.isPending}
          value={value[place]}
          showSearch={{ optionFilterProp: "label" }}
          options={(names[place] ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => set({ [place]: id ?? null })}
        />
      ))}
      {(["score_min", "score_max"] as const).map((bound) => (
        <InputNumber
          key={bound}
          size="small"
          className={styles.number ?? ""}
          aria-label={t(`calibrations.new.${scores[bound]}`)}
          placeholder={t(`calibrations.new.${scores[bound]}`)}
          min={0}
          max={100}
          value={value[bound]}
          onChange={(score) => set({ [bound]: score })}
        />
      ))}
    </div>
  );
}
