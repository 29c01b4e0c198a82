import { CaretRightFilled } from "@ant-design/icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Stretch } from "../../components/call/marks";
import type { Channel } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import styles from "./sound.module.css";

const SHOWN = 5;

export interface Place extends Stretch {
  channel?: Channel;
  /** What else is to be said of it. */
  note?: string;
}

interface Props {
  places: readonly Place[];
  onPlay: (second: number) => void;
}

/** Where something happened: each a button that plays from there. */
export function Seconds({ places, onPlay }: Props) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? places : places.slice(0, SHOWN);
  if (places.length === 0) return null;
  return (
    <ul className={styles.seconds}>
      {shown.map((place) => (
        <li key={`${place.channel} ${place.start_s}`}>
          <Second place={place} onPlay={onPlay} />
        </li>
      ))}
      {places.length > SHOWN && (
        <li>
          <button type="button" className={styles.more} onClick={() => setAll(!all)}>
            {all ? t("sound.fewer") : t("sound.more", { count: places.length - SHOWN })}
          </button>
        </li>
      )}
    </ul>
  );
}

export function Second({ place, onPlay }: { place: Place; onPlay: Props["onPlay"] }) {
  const { t } = useTranslation();
  const at = formatDuration(place.start_s);
  const speaker = place.channel ? t(`call.speaker_${place.channel}`) : "";
  const span = t("sound.span", { from: at, to: formatDuration(place.end_s) });
  return (
    <button
      type="button"
      className={styles.second}
      title={span}
      aria-label={speaker ? t("sound.by", { speaker, at }) : t("sound.go", { at })}
      onClick={() => onPlay(place.start_s)}
    >
      <CaretRightFilled /> {at} {speaker && <span className={styles.muted}>{speaker}</span>}
      {place.note && <span className={styles.muted}>{place.note}</span>}
    </button>
  );
}
