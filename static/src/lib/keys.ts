/** Keyboard shortcuts of a screen, and the list of them that `?` opens. */
import { useEffect, useSyncExternalStore } from "react";

export type ShortcutLabel =
  | "search"
  | "help"
  | "play"
  | "next_hit"
  | "previous_hit"
  | "forward"
  | "back"
  | "faster"
  | "slower"
  | "wording"
  | "doubtful"
  | "marks"
  | "panel"
  | "to_next_hit"
  | "to_previous_hit"
  | "confirm_hit"
  | "confirm_met"
  | "reject_hit"
  | "unsure_hit"
  | "reject_reason"
  | "answer_item"
  | "add_comment"
  | "skip_silence"
  | "add_hit"
  | "correct_word"
  | "praise"
  | "suggest"
  | "undo"
  | "finalise"
  | "finalise_next"
  | "take_next"
  | "accept_appeal"
  | "deny_appeal"
  | "hand_on"
  | "acknowledge"
  | "next_event"
  | "previous_event"
  | "half_minute_on"
  | "half_minute_back"
  | "next_one"
  | "previous_one"
  | "pick_words"
  | "leave";

export interface Shortcut {
  /** `KeyboardEvent.key`, `mod+k` for Ctrl or Cmd with it, or `shift+enter`. */
  keys: readonly string[];
  /** How the list names them, where they are many: `1 – 9`. */
  shown?: string;
  /** Name of its sentence in the translations, under `keys`. */
  label: ShortcutLabel;
  /** `key` is the one that was pressed. */
  run(key: string): void;
}

let shown: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

/** Make `shortcuts` work, and list them, while the component is on screen. Give a stable array. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    shown = [...shown, shortcuts];
    announce();
    const onKey = (event: KeyboardEvent) => press(shortcuts, event);
    // Capturing, because a control that has the focus would act on the key first.
    window.addEventListener("keydown", onKey, { capture: true });
    return () => {
      window.removeEventListener("keydown", onKey, { capture: true });
      shown = shown.filter((one) => one !== shortcuts);
      announce();
    };
  }, [shortcuts]);
}

export function useShownShortcuts(): readonly Shortcut[] {
  const groups = useSyncExternalStore(subscribe, () => shown);
  return groups.flat();
}

function press(shortcuts: readonly Shortcut[], event: KeyboardEvent): void {
  const found = shortcuts.find((one) => one.keys.some((key) => matches(key, event)));
  if (!found) return;
  event.preventDefault();
  event.stopPropagation();
  keepUp(event.key);
  found.run(event.key);
}

/** A button is pressed when the space bar comes up again; some browsers do so all the same. */
function keepUp(key: string): void {
  const onUp = (event: KeyboardEvent) => {
    if (event.key === key) event.preventDefault();
  };
  window.addEventListener("keyup", onUp, { capture: true, once: true });
}

function matches(key: string, event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (key.startsWith("mod+")) return mod && event.key.toLowerCase() === key.slice(4);
  if (mod || event.altKey || event.defaultPrevented || isTyping(event) || isInDialog())
    return false;
  if (key === " " && isTicking(event)) return false;
  if (key.startsWith("shift+"))
    return event.shiftKey && event.key.toLowerCase() === key.slice("shift+".length);
  if (key === "Enter" && (event.shiftKey || isPressing(event))) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Letters belong to the field that has the focus. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches(
        'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="combobox"], [role="menu"] *, [role="listbox"] *',
      ))
  );
}

/** Nothing but the space bar ticks a box; buttons have Enter. */
function isTicking({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('[type="checkbox"]');
}

/** Enter presses the button or link that has the focus. */
function isPressing({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.matches('button, a, summary, [role="button"]');
}

function isInDialog(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  for (const listener of listeners) listener();
}
