import { useMemo } from "react";

import type { Marking } from "../../components/call/marking";
import type { CallDetail } from "../../lib/api";
import { AddHitForm } from "./add-hit-form";
import { CorrectForm } from "./correct-form";
import { markingOf } from "./marking-of";
import { PickHelp } from "./pick-help";
import { secondsOf } from "./picking";
import type { Desk } from "./use-desk";
import type { Picking } from "./use-picking";

/** What the waveform and the transcript show, and the form below the words in hand. */
export function useMarking(desk: Desk, picking: Picking, call: CallDetail): Marking {
  const { hits, current, mode, saving, chooseById } = desk;
  const { picked, text, spots } = picking;
  const { corrections } = saving.review;
  const below = belowWords();
  return useMemo(
    () =>
      markingOf({
        hits,
        current: current?.hit.id ?? null,
        corrections,
        picked,
        below,
        onHit: ({ id }) => chooseById(id),
      }),
    [hits, current, corrections, picked, below, chooseById],
  );

  function belowWords() {
    if (mode.kind === "pick") return <PickHelp purpose={mode.purpose} text={text} />;
    if (mode.kind !== "words") return null;
    if (mode.purpose === "correct")
      return <CorrectForm desk={desk} words={mode.words} heard={text} />;
    const seconds = secondsOf(spots, mode.words);
    return (
      <AddHitForm
        desk={desk}
        words={mode.words}
        quote={text}
        start_s={seconds?.start_s ?? 0}
        end_s={seconds?.end_s ?? null}
        duration_s={call.recording?.duration_s ?? 0}
      />
    );
  }
}
