/** Sentences of the translations with gaps in them: `for more than <minutes/> minutes`. Pure. */

export interface Piece {
  key: string;
  /** The words, or the name of the gap. */
  text: string;
  gap: boolean;
}

const GAP = /<(\w+)\/>/;

/** Words and gaps by turns, as they follow each other. */
export function pieces(sentence: string): Piece[] {
  return sentence
    .split(GAP)
    .map((text, place) => ({ key: `${place} ${text}`, text, gap: place % 2 === 1 }))
    .filter(({ text }) => text !== "");
}
