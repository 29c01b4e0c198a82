import { Checkbox, Form, Radio, Select, Switch, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Dialer } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { isZoneFound, regionOptions, type ZoneOption, zoneOptions } from "../../lib/zones";
import styles from "./settings.module.css";
import type { Wishes } from "./wishes";

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const OWN_FORMAT = "events";
const CLOCK = "HH:mm";

/** What every source has: who reads it, its clock, its hours, its recordings. */
export function ReadingFields({ dialers }: { dialers: readonly Dialer[] }) {
  const { t } = useTranslation();
  const word = useWords();
  const { language } = usePreferences();
  const zones = useMemo(() => zoneOptions(Date.now()), []);
  const regions = useMemo(() => regionOptions(language), [language]);
  const names = [OWN_FORMAT, ...dialers.map(({ name }) => name)];
  return (
    <section className={styles.section} aria-label={t("sources.reading")}>
      <h2>{t("sources.reading")}</h2>
      <Form.Item<Wishes>
        name="dialer"
        label={t("sources.adapter")}
        extra={t("sources.adapter_help")}
      >
        <Select
          showSearch={{ optionFilterProp: "label" }}
          options={names.map((value) => ({ value, label: word("dialer", value) }))}
        />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item<Wishes> name="timezone" label={t("sources.zone")} extra={t("sources.zone_help")}>
          <Select<string, ZoneOption>
            allowClear
            showSearch={{ filterOption: isZoneFound }}
            placeholder={t("sources.zone_none")}
            options={zones}
          />
        </Form.Item>
        <Form.Item<Wishes>
          name="region"
          label={t("sources.region")}
          extra={t("sources.region_help")}
        >
          <Select showSearch={{ optionFilterProp: "label" }} options={regions} />
        </Form.Item>
      </div>
      <Hours />
      <Sound />
    </section>
  );
}

function Hours() {
  const { t } = useTranslation();
  const on = Form.useWatch<boolean>("hours_on");
  return (
    <Form.Item label={t("sources.hours")} extra={t("sources.hours_help")}>
      <Form.Item<Wishes> name="hours_on" valuePropName="checked" noStyle>
        <Checkbox>{t("sources.hours_on")}</Checkbox>
      </Form.Item>
      {on && (
        <div className={styles.hours}>
          <Clock name="hours_from" label={t("sources.hours_from")} />
          <Clock name="hours_to" label={t("sources.hours_to")} />
          <Form.Item<Wishes>
            name="hours_days"
            noStyle
            rules={[{ required: true, type: "array", min: 1, message: t("sources.days_missing") }]}
          >
            <Checkbox.Group
              aria-label={t("sources.hours_days")}
              options={DAYS.map((day, place) => ({
                value: place + 1,
                label: t(`sources.day.${day}`),
              }))}
            />
          </Form.Item>
        </div>
      )}
    </Form.Item>
  );
}

/** A time of day, kept as text: 09:00. */
function Clock({ name, label }: { name: "hours_from" | "hours_to"; label: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item<Wishes>
      name={name}
      noStyle
      rules={[{ required: true, message: t("sources.hours_missing") }]}
      getValueProps={(kept?: string) => ({ value: kept ? dayjs(`2000-01-01T${kept}`) : null })}
      normalize={(picked: Dayjs | null) => picked?.format(CLOCK)}
    >
      <TimePicker
        format={CLOCK}
        needConfirm={false}
        prefix={label}
        aria-label={label}
        className={styles.clock ?? ""}
      />
    </Form.Item>
  );
}

function Sound() {
  const { t } = useTranslation();
  const mayTurn = useCan("hearing:manage");
  return (
    <div className={styles.pair}>
      <Form.Item<Wishes>
        name="recordings_expected"
        valuePropName="checked"
        label={t("sources.expected")}
        extra={t("sources.expected_help")}
      >
        <Switch />
      </Form.Item>
      <Form.Item<Wishes>
        name="agent_channel"
        label={t("sources.channel")}
        extra={mayTurn ? t("sources.channel_help") : t("sources.channel_read_only")}
      >
        <Radio.Group
          disabled={!mayTurn}
          optionType="button"
          options={[
            { value: 0, label: t("sources.left") },
            { value: 1, label: t("sources.right") },
          ]}
        />
      </Form.Item>
    </div>
  );
}
