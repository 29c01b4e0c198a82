import { Popover } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./sound.module.css";

export type FigureName =
  | "talk_ratio"
  | "speech"
  | "turns"
  | "speech_rate"
  | "longest_monologue"
  | "loudness"
  | "response_delay"
  | "interruptions"
  | "overlap"
  | "silences"
  | "silence_total"
  | "dead_air"
  | "loudness_jumps"
  | "ringing"
  | "music"
  | "beeps"
  | "answering_machine";

/** The name of a figure; on demand its formula. */
export function FigureName({ name }: { name: FigureName }) {
  const { t } = useTranslation();
  const label = t(`sound.figure.${name}`);
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      placement="left"
      title={label}
      content={<p className={styles.formula}>{t(`sound.formula.${name}`)}</p>}
      mouseEnterDelay={0.3}
    >
      <button type="button" className={styles.name} aria-label={`${label}, ${t("metric.formula")}`}>
        {label}
      </button>
    </Popover>
  );
}
