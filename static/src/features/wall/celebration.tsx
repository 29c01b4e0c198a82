import { CrownFilled, TrophyFilled } from "@ant-design/icons";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import type { Joy } from "./celebrations";
import { playChord } from "./chord";
import styles from "./wall.module.css";

/** A banner across the whole wall: who sold, or which record fell. */
export function Celebration({ joys, sound }: { joys: readonly Joy[]; sound: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isSale = joys[0]?.kind === "sale";
  const names = [...new Set(joys.map(({ name }) => name))];

  useEffect(() => {
    if (sound) void playChord().catch(() => undefined);
  }, [sound]);

  return (
    <div
      className={styles.joy}
      data-kind={joys[0]?.kind}
      data-many={names.length > 1}
      role="status"
    >
      <span className={styles.joyIcon}>{isSale ? <TrophyFilled /> : <CrownFilled />}</span>
      <div>
        <p className={styles.joyWhat}>{isSale ? t("wall.sale") : t("wall.record")}</p>
        <p className={styles.joyWho}>{format.list(names)}</p>
      </div>
      <p className={styles.joyHow}>{how()}</p>
    </div>
  );

  function how(): string {
    const [joy] = joys;
    if (!joy) return "";
    if (joy.kind === "record")
      return t("wall.record_of", {
        metric: t(`metric.${joy.metric}.name`),
        number: format.count(joy.number),
      });
    if (joys.length > 1) return t("wall.sales_count", { number: format.count(joys.length) });
    return joy.amount === null ? "" : format.money(joy.amount, joy.currency);
  }
}
