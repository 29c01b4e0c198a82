import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Hearing } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { SET_ASIDE } from "./filters";
import styles from "./hearing.module.css";
import { useLength } from "./use-length";

const HOUR_S = 3600;

type TileName = "waiting" | "transcribing" | "heard_last_hour" | "speed" | "ready_in" | "set_aside";

/** The queue at a glance; every number says what it counts. */
export function Overview({ hearing }: { hearing: Hearing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const length = useLength();
  const { ready_in_s } = hearing;
  const audio = (seconds: number) => t("hearing.of_audio", { length: length(seconds) });
  return (
    <section className={styles.tiles} aria-label={t("hearing.overview")}>
      <Tile name="waiting" value={format.count(hearing.waiting)} note={audio(hearing.waiting_s)} />
      <Tile
        name="transcribing"
        value={format.count(hearing.transcribing)}
        note={
          hearing.paused > 0 && t("hearing.paused_count", { paused: format.count(hearing.paused) })
        }
      />
      <Tile name="ready_in" value={estimate()} />
      <Tile
        name="heard_last_hour"
        value={format.count(hearing.heard_last_hour)}
        note={audio(hearing.heard_last_hour_s)}
      />
      <Tile name="speed" value={speed(hearing.heard_last_hour_s / HOUR_S)} />
      <Tile
        name="set_aside"
        value={format.count(hearing.set_aside)}
        tone={hearing.set_aside > 0 ? "act" : undefined}
        note={hearing.set_aside > 0 && <Link to={SET_ASIDE}>{t("hearing.show_set_aside")}</Link>}
      />
    </section>
  );

  /** Of little sound not 0: there were recordings. */
  function speed(times: number) {
    if (times === 0) return NO_VALUE;
    const value = times < 0.1 ? format.factor(times) : format.decimal(times);
    return t("hearing.times_speed", { value });
  }

  function estimate() {
    if (hearing.pause_id !== null) return t("hearing.paused");
    return ready_in_s === null ? t("hearing.nothing_tells") : length(ready_in_s);
  }
}

interface TileProps {
  name: TileName;
  value: string;
  note?: ReactNode;
  tone?: "act" | undefined;
}

function Tile({ name, value, note, tone }: TileProps) {
  const { t } = useTranslation();
  const label = t(`hearing.tile.${name}`);
  return (
    <div className={styles.tile} data-tone={tone}>
      <Popover
        trigger={["hover", "focus", "click"]}
        title={label}
        content={<p className={styles.help}>{t(`hearing.tile_help.${name}`)}</p>}
        mouseEnterDelay={0.3}
      >
        <button type="button" className={styles.figure} aria-label={`${label} ${value}`}>
          <span className={styles.label}>{label}</span>
          <span className={styles.value}>{value}</span>
        </button>
      </Popover>
      <span className={styles.note}>{note}</span>
    </div>
  );
}
