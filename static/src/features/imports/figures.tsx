import { Popover } from "antd";
import { useTranslation } from "react-i18next";

import type { Import } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./imports.module.css";

type Name = "rows_read" | "calls" | "stored" | "duplicates" | "refused" | "took";

/** What came of an import so far. */
export function Figures({ one }: { one: Import }) {
  const format = useFormat();
  const took_s = tookOf(one);
  return (
    <div className={styles.figures}>
      <Figure name="rows_read" value={format.count(one.rows_read)} />
      <Figure name="calls" value={format.count(one.calls_touched)} />
      <Figure name="stored" value={format.count(one.events_stored)} />
      <Figure name="duplicates" value={format.count(one.events_duplicate)} />
      <Figure name="refused" value={format.count(one.rows_refused)} look={one.rows_refused > 0} />
      {took_s !== null && took_s >= 1 && <Figure name="took" value={formatDuration(took_s)} />}
    </div>
  );
}

function tookOf({ started_at, finished_at }: Import): number | null {
  if (started_at === null || finished_at === null) return null;
  return (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
}

function Figure({ name, value, look = false }: { name: Name; value: string; look?: boolean }) {
  const { t } = useTranslation();
  const label = t(`imports.figure.${name}`);
  return (
    <div className={styles.figure} data-look={look}>
      <Popover
        trigger={["hover", "focus", "click"]}
        title={label}
        content={<p className={styles.help}>{t(`imports.figure_help.${name}`)}</p>}
        mouseEnterDelay={0.3}
      >
        <button type="button" aria-label={`${label} ${value}`}>
          <span className={styles.note}>{label}</span>
          <span className={styles.value}>{value}</span>
        </button>
      </Popover>
    </div>
  );
}
