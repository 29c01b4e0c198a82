import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";

import type { Utterance } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { HitText } from "./hit-text";
import { DOUBTFUL, joinRuns, type Piece } from "./pieces";
import styles from "./transcript.module.css";

interface Props {
  utterance: Utterance;
  pieces: readonly Piece[];
  active: boolean;
  /** Index of the piece being heard, -1 for none of this turn. */
  activePiece: number;
  onPlay: (second: number) => void;
}

/** One turn. Words are pressed with the pointer; the keyboard has the turn's time and its hits. */
export const Turn = memo(function Turn({ utterance, pieces, active, activePiece, onPlay }: Props) {
  const { t } = useTranslation();
  const at = formatDuration(utterance.start_s);
  const speaker = t(`call.speaker_${utterance.channel}`);
  const heard = pieces[activePiece];

  function pressWord({ target }: MouseEvent) {
    const word = target instanceof Element ? target.closest<HTMLElement>("[data-start]") : null;
    if (word && !window.getSelection()?.toString()) onPlay(Number(word.dataset.start));
  }

  return (
    <li className={styles.turn} data-channel={utterance.channel} data-active={active}>
      <button
        type="button"
        className={styles.time}
        aria-label={`${speaker} ${t("call.seek_to", { at })}`}
        onClick={() => onPlay(utterance.start_s)}
      >
        {at}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time button is the keyboard's way */}
      <p className={styles.text} onClick={pressWord}>
        {joinRuns(pieces).map((run) => {
          const words = run.pieces.map((piece) => (
            <Word key={piece.start_s} piece={piece} heard={piece === heard} />
          ));
          if (!run.hit) return words;
          return (
            <HitText key={`hit ${run.hit.id}`} hit={run.hit} onPlay={onPlay}>
              {words}
            </HitText>
          );
        })}
      </p>
    </li>
  );
});

function Word({ piece, heard }: { piece: Piece; heard: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const doubtful = piece.confidence < DOUBTFUL;
  return (
    <span
      className={styles.word}
      data-start={piece.start_s}
      data-heard={heard || undefined}
      data-doubtful={doubtful || undefined}
      title={
        doubtful
          ? t("call.doubtful", { percent: format.wholePercent(piece.confidence) })
          : undefined
      }
    >
      {piece.text}
    </span>
  );
}
