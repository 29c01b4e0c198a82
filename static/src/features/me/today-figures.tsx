import { useTranslation } from "react-i18next";

import { formatDuration, useFormat } from "../../lib/format";
import { Card } from "./card";
import styles from "./my-page.module.css";
import type { Today } from "./queries";

export function TodayFigures({ today }: { today: Today }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [
    { name: "dials", value: format.count(today.dials) },
    { name: "connects", value: format.count(today.connects) },
    { name: "talk", value: formatDuration(today.talk_s) },
    { name: "sales", value: format.count(today.sales) },
    { name: "conversion", value: format.percent(today.conversion) },
  ] as const;
  return (
    <Card title={t("my.today_zone", { zone: format.zone(today.timezone) })}>
      <dl className={styles.figures}>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt>{t(`my.today.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
