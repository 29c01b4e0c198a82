import { CrownFilled, TrophyFilled } from "@ant-design/icons";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import type { Joy } from "./celebrations";
import { playChord } from "./chord";
import styles from "./wall.module.css";

/** A banner across the whole wall: who sold, or which record fell. */
export function Celebration({ joy, sound }: { joy: Joy; sound: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();

  useEffect(() => {
    if (sound) void playChord().catch(() => undefined);
  }, [sound]);

  return (
    <div className={styles.joy} data-kind={joy.kind} role="status">
      <span className={styles.joyIcon}>
        {joy.kind === "sale" ? <TrophyFilled /> : <CrownFilled />}
      </span>
      <div>
        <p className={styles.joyWhat}>{joy.kind === "sale" ? t("wall.sale") : t("wall.record")}</p>
        <p className={styles.joyWho}>{joy.name}</p>
      </div>
      <p className={styles.joyHow}>{how()}</p>
    </div>
  );

  function how(): string {
    if (joy.kind === "record")
      return t("wall.record_of", {
        metric: t(`metric.${joy.metric}.name`),
        number: format.count(joy.number),
      });
    return joy.amount === null ? "" : format.money(joy.amount, joy.currency);
  }
}
