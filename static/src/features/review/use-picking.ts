/** Choosing words by key or pointer, and what is then made of them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Words } from "../../components/call/marking";
import type { Player } from "../../components/call/player";
import type { Utterance } from "../../lib/api";
import type { Purpose } from "./mode";
import {
  movePick,
  type Spot,
  type Step,
  spotsOf,
  startPick,
  textOf,
  trimmed,
  wordsOf,
} from "./picking";
import type { Desk } from "./use-desk";

export interface Picking {
  spots: readonly Spot[];
  /** What is chosen, or being worked on. */
  picked: Words | null;
  /** Its text. */
  text: string;
  start(purpose: Purpose): void;
  move(step: Step, extending: boolean): void;
  confirm(): void;
}

export function usePicking(desk: Desk, player: Player, utterances: readonly Utterance[]): Picking {
  const { t } = useTranslation();
  const { mode, setMode } = desk;
  const spots = useMemo(() => spotsOf(utterances), [utterances]);
  const picked = useMemo(() => {
    if (mode.kind === "words") return mode.words;
    return mode.kind === "pick" ? wordsOf(spots, mode.pick) : null;
  }, [mode, spots]);

  function start(purpose: Purpose) {
    player.pause();
    const marked = selectedWords();
    const pick = startPick(spots, marked ?? wordsInHand(purpose), player.time_s());
    if (pick) setMode({ kind: "pick", purpose, pick });
    else if (purpose === "add") setMode({ kind: "seconds", at_s: player.time_s() });
    else desk.say(t("review.pick.none"));
  }

  /** To correct, the words of the hit in hand while it is being heard. */
  function wordsInHand(purpose: Purpose): Words | null {
    const hit = desk.current?.hit;
    if (purpose === "add" || !hit || hit.utterance === null || hit.char_start === null) return null;
    const at_s = player.time_s();
    const isHeard = hit.start_s <= at_s && at_s < hit.end_s;
    return isHeard && hit.char_end !== null
      ? { utterance: hit.utterance, from: hit.char_start, to: hit.char_end }
      : null;
  }

  function move(step: Step, extending: boolean) {
    if (mode.kind !== "pick") return;
    const pick = movePick(spots, mode.pick, step, extending);
    setMode({ ...mode, pick });
    const words = wordsOf(spots, pick);
    if (words) desk.say(t("review.pick.chosen", { text: textOf(utterances, words) }));
  }

  function confirm() {
    if (mode.kind !== "pick" || !picked) return;
    const words = trimmed(utterances[picked.utterance]?.text ?? "", picked);
    setMode({ kind: "words", purpose: mode.purpose, words });
  }

  return {
    spots,
    picked,
    text: picked ? textOf(utterances, picked) : "",
    ...{ start, move, confirm },
  };
}

/** What the pointer has selected in one turn. */
function selectedWords(): Words | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [wordAt(range.startContainer), wordAt(range.endContainer)];
  const turn = first?.closest<HTMLElement>("[data-utterance]");
  if (!first || !last || !turn || turn !== last.closest("[data-utterance]")) return null;
  selection.removeAllRanges();
  return {
    utterance: Number(turn.dataset.utterance),
    from: Number(first.dataset.from),
    to: Number(last.dataset.to),
  };
}

function wordAt(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-from]") ?? null;
}
