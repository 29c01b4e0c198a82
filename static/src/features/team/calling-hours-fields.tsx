import { Form, Input, Radio, Select, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { DAYS, isHoliday, spansOf } from "./calling-hours";
import styles from "./team.module.css";

/** When customers may be called: the fields of a campaign's form below `hours`. */
export function CallingHoursFields() {
  const { t } = useTranslation();
  const limited = Form.useWatch(["hours", "limited"]);
  return (
    <>
      <Form.Item
        name={["hours", "limited"]}
        label={t("team.hours")}
        extra={t("team.hours_help")}
        valuePropName="checked"
      >
        <Switch checkedChildren={t("team.limited")} unCheckedChildren={t("team.always")} />
      </Form.Item>
      <div hidden={!limited}>
        <Form.Item name={["hours", "clock"]} label={t("team.clock")} extra={t("team.clock_help")}>
          <Radio.Group
            options={[
              { value: "number", label: t("team.clock_number") },
              { value: "unit", label: t("team.clock_unit") },
            ]}
          />
        </Form.Item>
        <div className={styles.days}>
          {DAYS.map((day) => (
            <div key={day} className={styles.day}>
              <span>{t(`team.day.${day}`)}</span>
              <Form.Item
                name={["hours", "days", day]}
                noStyle
                rules={[
                  {
                    validator: (_, text: string | undefined) =>
                      spansOf(text ?? "")
                        ? Promise.resolve()
                        : Promise.reject(new Error(t("team.hours_bad"))),
                  },
                ]}
              >
                <Input aria-label={t(`team.day.${day}`)} placeholder={t("team.day_off")} />
              </Form.Item>
            </div>
          ))}
        </div>
        <p className={styles.note}>{t("team.hours_example")}</p>
        <Form.Item
          name={["hours", "holidays"]}
          label={t("team.holidays")}
          rules={[
            {
              validator: (_, days: string[] | undefined) =>
                (days ?? []).every(isHoliday)
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("team.holiday_bad"))),
            },
          ]}
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            tokenSeparators={[",", "，", " ", "\n"]}
            placeholder="2026-10-01"
          />
        </Form.Item>
      </div>
    </>
  );
}
