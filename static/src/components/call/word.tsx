import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { DOUBTFUL, type Piece } from "./pieces";
import styles from "./transcript.module.css";

interface Props {
  piece: Piece;
  /** It is being heard now. */
  heard: boolean;
  picked: boolean;
  showDoubtful: boolean;
}

/** A word or a number; how sure the model was, what was spoken, what it wrote first: on hover. */
export function Word({ piece, heard, picked, showDoubtful }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const doubtful = showDoubtful && piece.confidence < DOUBTFUL;
  const notes = [
    doubtful && t("call.doubtful", { percent: format.wholePercent(piece.confidence) }),
    piece.verbatim && t("versions.spoken_as", { text: piece.verbatim.trim() }),
    piece.heard && t("versions.heard_as", { text: piece.heard.trim() }),
  ].filter(Boolean);
  const { correction } = piece;
  const text = (
    <span
      className={styles.word}
      data-start={piece.start_s}
      data-from={piece.from}
      data-to={piece.to}
      data-picked={picked || undefined}
      data-corrected={correction !== null || undefined}
      data-heard={heard || undefined}
      data-doubtful={doubtful || undefined}
      data-rewritten={piece.verbatim !== null || piece.heard !== null || undefined}
      title={notes.length > 0 ? notes.join("\n") : undefined}
    >
      {piece.text}
    </span>
  );
  if (correction?.char_end !== piece.to) return text;
  return (
    <>
      {text}
      <ins className={styles.said} title={t("review.corrected")}>
        {correction.said}
      </ins>
    </>
  );
}
