import { CaretRightFilled, PauseOutlined } from "@ant-design/icons";
import { Button, Slider } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { formatDuration } from "../../lib/format";
import { createPlayer, type Player, usePlayer } from "../call/player";
import styles from "./clips.module.css";

interface Props {
  src: string;
  duration_s: number;
  /** What is played, for those who do not see it. */
  label: string;
  /** Where a screen plays seconds of its own. */
  player?: Player;
}

/** Sound in one line, narrow enough for a phone; nothing is read before it is played. */
export function SoundBar({ src, duration_s, label, player: given }: Props) {
  const { t } = useTranslation();
  const [own] = useState(createPlayer);
  const player = given ?? own;
  const playing = usePlayer(player, (it) => it.isPlaying());
  const second = usePlayer(player, (it) => Math.floor(it.time_s()));
  const failed = usePlayer(player, (it) => it.hasFailed());
  const word = playing ? t("player.pause") : t("player.play");
  return (
    <section className={styles.player} aria-label={label}>
      {/* biome-ignore lint/a11y/useMediaCaption: its words stand beside it */}
      <audio ref={player.attach} src={src} preload="none" />
      <Button
        type="primary"
        shape="circle"
        icon={playing ? <PauseOutlined /> : <CaretRightFilled />}
        aria-label={`${word}: ${label}`}
        title={word}
        onClick={player.toggle}
      />
      <Slider
        min={0}
        max={Math.max(1, Math.ceil(duration_s))}
        value={second}
        tooltip={{ formatter: (value) => formatDuration(value ?? 0) }}
        ariaLabelForHandle={t("clips.position")}
        onChange={player.seek}
      />
      {failed ? (
        <span className={styles.broken} role="alert">
          {t("player.broken")}
        </span>
      ) : (
        <span className={styles.clock}>
          {formatDuration(second)} / {formatDuration(duration_s)}
        </span>
      )}
    </section>
  );
}
