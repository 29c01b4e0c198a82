import { QuestionCircleOutlined } from "@ant-design/icons";
import { type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";

import type { Doubt, Utterance } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { HitText } from "./hit-text";
import { useMarking } from "./marking";
import { joinRuns, type Piece } from "./pieces";
import styles from "./transcript.module.css";
import { Word } from "./word";

interface Props {
  /** Its number in the transcript. */
  number: number;
  utterance: Utterance;
  pieces: readonly Piece[];
  active: boolean;
  /** Index of the piece being heard, -1 for none of this turn. */
  activePiece: number;
  onPlay: (second: number) => void;
}

/** One turn. Words are pressed with the pointer; the keyboard has the turn's time and its hits. */
export const Turn = memo(function Turn(props: Props) {
  const { number, utterance, pieces, active, activePiece, onPlay } = props;
  const { t } = useTranslation();
  const { show_doubtful } = usePreferences();
  const { picked: words, below, onWord } = useMarking();
  const picked = words?.utterance === number ? words : null;
  const at = formatDuration(utterance.start_s);
  const speaker = t(`call.speaker_${utterance.channel}`);
  const heard = pieces[activePiece];
  const doubted = show_doubtful && utterance.doubts.length > 0;

  function pressWord({ target }: MouseEvent) {
    const word = target instanceof Element ? target.closest<HTMLElement>("[data-start]") : null;
    if (!word || window.getSelection()?.toString()) return;
    const { start, from, to } = word.dataset;
    onPlay(Number(start));
    onWord?.({ utterance: number, from: Number(from), to: Number(to) });
  }

  return (
    <li
      className={styles.turn}
      data-channel={utterance.channel}
      data-active={active}
      data-utterance={number}
      data-doubted={doubted || undefined}
    >
      <button
        type="button"
        className={styles.time}
        aria-label={`${speaker} ${t("call.seek_to", { at })}`}
        onClick={() => onPlay(utterance.start_s)}
      >
        {at}
      </button>
      <div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the time button is the keyboard's way */}
        <p className={styles.text} onClick={pressWord}>
          {joinRuns(pieces).map((run) => {
            const words = run.pieces.map((piece) => (
              <Word
                key={piece.start_s}
                piece={piece}
                heard={piece === heard}
                picked={picked !== null && picked.from < piece.to && piece.from < picked.to}
                showDoubtful={show_doubtful}
              />
            ));
            if (!run.hit) return words;
            return (
              <HitText key={`hit ${run.hit.id}`} hit={run.hit} onPlay={onPlay}>
                {words}
              </HitText>
            );
          })}
        </p>
        {doubted && <Doubted doubts={utterance.doubts} />}
        {picked && below}
      </div>
    </li>
  );
});

/** Why the turn may not be real speech. */
function Doubted({ doubts }: { doubts: readonly Doubt[] }) {
  const { t } = useTranslation();
  const reasons = doubts.map((doubt) => t(`words.doubt.${doubt}`)).join(t("versions.and"));
  return (
    <p className={styles.doubted}>
      <QuestionCircleOutlined /> {t("versions.doubted", { reasons })}
    </p>
  );
}
