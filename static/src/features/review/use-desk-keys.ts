import { useEffect, useMemo, useRef } from "react";

import { useNoFocusByMouse } from "../../components/call/no-focus-by-mouse";
import type { Player } from "../../components/call/player";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { readPreferences, setPreferences } from "../../lib/preferences";
import type { Desk } from "./use-desk";
import type { Picking } from "./use-picking";

const STEP_S = 5;
const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
const REASON_DIGITS = DIGITS.slice(0, 6);

export interface DeskActs {
  desk: Desk;
  picking: Picking;
  player: Player;
  comment(): void;
  skipSilence(): void;
  /** Puts the cursor into the field. */
  write(field: "praise" | "suggestion"): void;
  /** Asks before the review becomes final, or goes on where it is final already. */
  finalise(next: boolean): void;
}

/** The keys of the desk. What they do depends on what is being done; the list of them does not. */
export function useDeskKeys(acts: DeskActs): void {
  const newest = useRef(acts);
  useEffect(() => {
    newest.current = acts;
  });
  const { editable, mode } = acts.desk;
  const { kind } = mode;
  const shortcuts = useMemo<Shortcut[]>(() => {
    const now = () => newest.current;
    if (kind === "pick") return [...picking(now), ...listening(now)];
    if (kind === "reason") return [...reasons(now), ...listening(now), ...judging(now)];
    return editable ? [...listening(now), ...judging(now)] : [...listening(now), ...finals(now)];
  }, [kind, editable]);
  useShortcuts(shortcuts);
  useNoFocusByMouse();
}

type Now = () => DeskActs;

function listening(now: Now): Shortcut[] {
  const { player } = now();
  return [
    { keys: ["j"], label: "to_next_hit", run: () => now().desk.jump(1) },
    { keys: ["k"], label: "to_previous_hit", run: () => now().desk.jump(-1) },
    { keys: [" "], label: "play", run: player.toggle },
    { keys: ["ArrowLeft"], label: "back", run: () => player.skip(-STEP_S) },
    { keys: ["ArrowRight"], label: "forward", run: () => player.skip(STEP_S) },
    { keys: ["["], label: "slower", run: () => player.shiftSpeed(-1) },
    { keys: ["]"], label: "faster", run: () => player.shiftSpeed(1) },
    { keys: ["s"], label: "skip_silence", run: () => now().skipSilence() },
    { keys: ["w"], label: "wording", run: () => flip("written_numbers") },
    { keys: ["d"], label: "doubtful", run: () => flip("show_doubtful") },
    { keys: ["m"], label: "marks", run: () => flip("show_marks") },
  ];
}

function judging(now: Now): Shortcut[] {
  return [
    { keys: ["shift+y"], label: "confirm_met", run: () => now().desk.confirmMet() },
    { keys: ["y"], label: "confirm_hit", run: () => now().desk.judge("confirmed") },
    { keys: ["n"], label: "reject_hit", run: () => now().desk.judge("rejected") },
    { keys: ["u"], label: "unsure_hit", run: () => now().desk.judge("unsure") },
    { keys: DIGITS, shown: "1 – 9", label: "answer_item", run: (key) => now().desk.pressItem(key) },
    { keys: ["c"], label: "add_comment", run: () => now().comment() },
    { keys: ["h"], label: "add_hit", run: () => now().picking.start("add") },
    { keys: ["e"], label: "correct_word", run: () => now().picking.start("correct") },
    { keys: ["p"], label: "praise", run: () => now().write("praise") },
    { keys: ["g"], label: "suggest", run: () => now().write("suggestion") },
    { keys: ["z"], label: "undo", run: () => now().desk.undo() },
    ...finals(now),
    { keys: ["Escape"], label: "leave", run: () => now().desk.leave() },
  ];
}

function finals(now: Now): Shortcut[] {
  return [
    { keys: ["Enter"], label: "finalise", run: () => now().finalise(false) },
    { keys: ["shift+enter"], label: "finalise_next", run: () => now().finalise(true) },
  ];
}

/** A digit right after a rejection says why; any other key goes on without. */
function reasons(now: Now): Shortcut[] {
  return [
    {
      keys: REASON_DIGITS,
      shown: "1 – 6",
      label: "reject_reason",
      run: (key) => now().desk.giveReason(Number(key)),
    },
    { keys: ["Enter"], label: "reject_reason", run: () => now().desk.giveReason(null) },
    { keys: ["Escape"], label: "leave", run: () => now().desk.leave() },
  ];
}

function picking(now: Now): Shortcut[] {
  const move = (...[step, extending]: Parameters<Picking["move"]>) => ({
    label: "pick_words" as const,
    run: () => now().picking.move(step, extending),
  });
  return [
    { keys: ["shift+arrowleft"], ...move("left", true) },
    { keys: ["shift+arrowright"], ...move("right", true) },
    { keys: ["ArrowLeft"], ...move("left", false) },
    { keys: ["ArrowRight"], ...move("right", false) },
    { keys: ["ArrowUp"], ...move("up", false) },
    { keys: ["ArrowDown"], ...move("down", false) },
    { keys: ["Enter"], label: "pick_words", run: () => now().picking.confirm() },
    { keys: ["Escape"], label: "leave", run: () => now().desk.leave() },
  ];
}

function flip(name: "written_numbers" | "show_doubtful" | "show_marks"): void {
  setPreferences({ [name]: !readPreferences()[name] });
}
