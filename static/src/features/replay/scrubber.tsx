import { Slider } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Replay } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { MarkIcon } from "./mark-icon";
import { bundled, type Mark, type MarkKind } from "./marks";
import styles from "./replay.module.css";
import { useMarkText } from "./use-mark-text";
import type { Player } from "./use-player";

interface Props {
  replay: Replay;
  marks: readonly Mark[];
  player: Player;
}

const KINDS = ["fatal", "sale", "alert"] as const satisfies readonly MarkKind[];
/** So many marks find room beside one another. */
const ROOM = 72;
/** At most so many stretches between times, and none shorter than five minutes. */
const STRETCHES = 6;
const FIVE_S = 300;

/** The whole stretch: what was when, and where the player stands. */
export function Scrubber({ replay, marks, player }: Props) {
  const { t } = useTranslation();
  const format = useFormat(replay.board.timezone);
  const { length_s, past, seek } = player;
  const start_ms = Date.parse(replay.from_at);
  const ticks = useMemo(() => {
    const every_s = Math.max(FIVE_S, length_s / STRETCHES);
    const count = Math.round(length_s / every_s) + 1;
    const places = Array.from({ length: count }, (_, place) => place * every_s);
    return Object.fromEntries(places.map((at_s) => [at_s, format.minute(start_ms + at_s * 1000)]));
  }, [format, length_s, start_ms]);
  return (
    <div className={styles.scrubber}>
      {KINDS.map((kind) => (
        <Lane
          key={kind}
          kind={kind}
          marks={marks.filter(({ card }) => card.kind === kind)}
          replay={replay}
          length_s={length_s}
          onSeek={seek}
        />
      ))}
      <span />
      <Slider
        className={styles.slider ?? ""}
        ariaLabelForHandle={t("replay.position")}
        ariaValueTextFormatterForHandle={(at_s) => format.time(start_ms + at_s * 1000)}
        min={0}
        max={length_s}
        value={Math.floor(past.at_s)}
        onChange={seek}
        marks={ticks}
        included
        tooltip={{ formatter: (at_s = 0) => format.time(start_ms + at_s * 1000) }}
      />
    </div>
  );
}

interface LaneProps {
  kind: MarkKind;
  marks: readonly Mark[];
  replay: Replay;
  length_s: number;
  onSeek: (at_s: number) => void;
}

/** Marks of one kind, for the mouse; the keyboard has J and K. */
function Lane({ kind, marks, replay, length_s, onSeek }: LaneProps) {
  const { t } = useTranslation();
  const format = useFormat(replay.board.timezone);
  const text = useMarkText();
  const bundles = useMemo(() => bundled(marks, length_s / ROOM), [marks, length_s]);
  const start_ms = Date.parse(replay.from_at);

  function sentence({ at_s, card }: Mark): string {
    const { who, what } = text(card);
    return [format.time(start_ms + at_s * 1000), who, what].filter(Boolean).join(" ");
  }

  return (
    <>
      <span className={styles.lane}>
        <MarkIcon kind={kind} />
        {t(`replay.lanes.${kind}`)} {format.count(marks.length)}
      </span>
      <span className={styles.track} aria-hidden="true">
        {bundles.map((bundle) => {
          const at_s = bundle[0]?.at_s ?? 0;
          return (
            <button
              key={at_s}
              type="button"
              tabIndex={-1}
              className={styles.mark}
              data-kind={kind}
              style={{ left: `${(at_s / length_s) * 100}%` }}
              title={bundle.map(sentence).join("\n")}
              onClick={() => onSeek(at_s)}
            >
              {bundle.length > 1 ? bundle.length : ""}
            </button>
          );
        })}
      </span>
    </>
  );
}
