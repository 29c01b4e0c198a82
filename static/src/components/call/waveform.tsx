import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import WaveSurfer from "wavesurfer.js";

import type { Waveform as Peaks } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { type Theme, usePreferences } from "../../lib/preferences";
import styles from "./deck.module.css";
import { type Player, usePlayer } from "./player";

const LANE_PX = 40;

/** One lane per channel. Draws the server's peaks; the browser never decodes the sound. */
export function Waveform({ waveform, player }: { waveform: Peaks; player: Player }) {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const place = useRef<HTMLDivElement>(null);
  useWaveSurfer(place, waveform, player, theme);
  const second = usePlayer(player, (it) => Math.floor(it.time_s()));
  const lanes = Math.max(1, waveform.channels.length);

  return (
    <div
      ref={place}
      className={styles.waveform}
      style={{ height: LANE_PX * lanes }}
      role="slider"
      tabIndex={0}
      aria-label={lanes > 1 ? t("player.waveform") : t("player.waveform_mono")}
      aria-valuemin={0}
      aria-valuemax={Math.floor(waveform.duration_s)}
      aria-valuenow={second}
      aria-valuetext={t("player.position_text", {
        at: formatDuration(second),
        length: formatDuration(waveform.duration_s),
      })}
    />
  );
}

function useWaveSurfer(
  place: React.RefObject<HTMLDivElement | null>,
  { channels, duration_s }: Peaks,
  player: Player,
  theme: Theme,
): void {
  useEffect(() => {
    const container = place.current;
    const media = player.element();
    if (!container || !media) return;
    const colors = waveColors(container, theme);
    const drawn = WaveSurfer.create({
      container,
      media,
      peaks: channels,
      duration: duration_s,
      height: LANE_PX,
      cursorWidth: 2,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      dragToSeek: true,
      hideScrollbar: true,
      ...colors,
      splitChannels: channels.map(() => ({ ...colors, height: LANE_PX })),
    });
    return () => drawn.destroy();
  }, [place, channels, duration_s, player, theme]);
}

/** The colours of `theme` as they stand on `element`. */
function waveColors(element: HTMLElement, _theme: Theme) {
  const style = getComputedStyle(element);
  return {
    waveColor: style.getPropertyValue("--wave").trim(),
    progressColor: style.getPropertyValue("--wave-played").trim(),
    cursorColor: style.getPropertyValue("--ink").trim(),
  };
}
