import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import styles from "./health.module.css";

export type FigureName =
  | "events_hour"
  | "peak"
  | "lag_p50"
  | "lag_p95"
  | "clock"
  | "deliveries"
  | "events"
  | "duplicates"
  | "refused"
  | "missing";

interface Props {
  name: FigureName;
  value: string;
  note?: ReactNode;
  tone?: "act" | "look" | undefined;
}

/** A number that says on demand what it counts. */
export function Figure({ name, value, note, tone }: Props) {
  const { t } = useTranslation();
  const label = t(`sources.figure.${name}`);
  return (
    <div className={styles.figure} data-tone={tone}>
      <Popover
        trigger={["hover", "focus", "click"]}
        title={label}
        content={<p className={styles.help}>{t(`sources.figure_help.${name}`)}</p>}
        mouseEnterDelay={0.3}
      >
        <button type="button" aria-label={`${label} ${value}`}>
          <span className={styles.label}>{label}</span>
          <span className={styles.value}>{value}</span>
        </button>
      </Popover>
      {note && <span className={styles.note}>{note}</span>}
    </div>
  );
}
