import {
  CaretRightFilled,
  PauseOutlined,
  StepBackwardOutlined,
  StepForwardOutlined,
} from "@ant-design/icons";
import { Button, Checkbox, Segmented } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Hit } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { setPreferences, usePreferences } from "../../lib/preferences";
import styles from "./deck.module.css";
import { nextHit, previousHit } from "./marks";
import { type Player, SPEEDS, usePlayer } from "./player";

interface Props {
  player: Player;
  hits: readonly Hit[];
  duration_s: number;
  /** To the next hit or the one before, where a screen has its own way. */
  onJump?: ((step: 1 | -1) => void) | undefined;
  /** What else a screen does with the sound. */
  children?: ReactNode;
}

export function Controls({ player, hits, duration_s, onJump, children }: Props) {
  const { t } = useTranslation();
  const playing = usePlayer(player, (it) => it.isPlaying());
  const second = usePlayer(player, (it) => Math.floor(it.time_s()));
  const speed = usePlayer(player, (it) => it.speed());

  function jump(step: 1 | -1) {
    if (onJump) return onJump(step);
    const hit = (step > 0 ? nextHit : previousHit)(hits, player.time_s());
    if (hit) player.playFrom(hit.start_s);
  }

  const label = playing ? t("player.pause") : t("player.play");
  return (
    <div className={styles.controls}>
      <Button
        icon={<StepBackwardOutlined />}
        aria-label={t("player.previous_hit")}
        title={`${t("player.previous_hit")} (K)`}
        disabled={hits.length === 0}
        onClick={() => jump(-1)}
      />
      <Button
        type="primary"
        icon={playing ? <PauseOutlined /> : <CaretRightFilled />}
        aria-label={label}
        title={label}
        onClick={player.toggle}
      />
      <Button
        icon={<StepForwardOutlined />}
        aria-label={t("player.next_hit")}
        title={`${t("player.next_hit")} (J)`}
        disabled={hits.length === 0}
        onClick={() => jump(1)}
      />
      <span className={styles.clock} data-testid="player-clock">
        {formatDuration(second)} / {formatDuration(duration_s)}
      </span>
      {children}
      <Layers />
      <Segmented<number>
        size="small"
        className={styles.speed}
        aria-label={t("player.speed")}
        value={speed}
        onChange={player.setSpeed}
        options={SPEEDS.map((value) => ({ value, label: `${value}×` }))}
      />
    </div>
  );
}

const LAYERS = [
  { kind: "silence", word: "layer_silence" },
  { kind: "interruption", word: "layer_interruption" },
  { kind: "overlap", word: "layer_overlap" },
  { kind: "tone", word: "layer_tone" },
] as const;

/** Switches the marks on the waveform, and says what they mean. */
function Layers() {
  const { t } = useTranslation();
  const { show_marks } = usePreferences();
  return (
    <div className={styles.layers}>
      <Checkbox
        checked={show_marks}
        onChange={({ target }) => setPreferences({ show_marks: target.checked })}
      >
        {t("sound.layers")}
      </Checkbox>
      {show_marks &&
        LAYERS.map(({ kind, word }) => (
          <span key={kind}>
            <i className={`${styles.mark} ${styles.sample}`} data-kind={kind} />
            {t(`sound.${word}`)}
          </span>
        ))}
    </div>
  );
}
