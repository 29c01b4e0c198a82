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
  | "slower";

export interface Shortcut {
  /** `KeyboardEvent.key`, or `mod+k` for Ctrl or Cmd with it. */
  keys: readonly string[];
  /** Name of its sentence in the translations, under `keys`. */
  label: ShortcutLabel;
  run(): void;
}

let shown: readonly (readonly Shortcut[])[] = [];
const listeners = new Set<() => void>();

/** Make `shortcuts` work, and list them, while the component is on screen. Give a stable array. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    shown = [...shown, shortcuts];
    announce();
    const onKey = (event: KeyboardEvent) => press(shortcuts, event);
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
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
  found.run();
}

function matches(key: string, event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  if (key.startsWith("mod+")) return mod && event.key.toLowerCase() === key.slice(4);
  if (mod || event.altKey || event.defaultPrevented || isTyping(event)) return false;
  if (key === " " && isPressable(event)) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Letters belong to the field that has the focus. */
function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches(
        'input:not([type="checkbox"]), textarea, select, [role="combobox"], [role="menu"] *, [role="listbox"] *',
      ))
  );
}

/** The space bar presses the button that has the focus. */
function isPressable({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement && target.matches('button, a, input, summary, [role="button"]')
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  for (const listener of listeners) listener();
}
