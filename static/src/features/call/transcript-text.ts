/** A transcript as plain text, for taking along. Pure. */

import { asWritten, cutIntoPieces } from "../../components/call/pieces";
import type { Channel, Utterance } from "../../lib/api";
import { formatDuration } from "../../lib/format";

/** A line per turn: `0:07 Agent: …`, numbers as the reader sees them. */
export function asText(
  utterances: readonly Utterance[],
  written: boolean,
  nameOf: (channel: Channel) => string,
): string {
  return utterances
    .toSorted((a, b) => a.start_s - b.start_s)
    .map(
      (turn) => `${formatDuration(turn.start_s)} ${nameOf(turn.channel)}: ${textOf(turn, written)}`,
    )
    .join("\n");
}

function textOf(turn: Utterance, written: boolean): string {
  if (!written) return turn.text;
  return asWritten(cutIntoPieces(turn, []))
    .map(({ text }) => text)
    .join("");
}
