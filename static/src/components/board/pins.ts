/** Agents somebody keeps in front of a board. */
import { setPreferences, usePreferences } from "../../lib/preferences";

const NOBODY: readonly string[] = [];

export interface Pins {
  keys: readonly string[];
  toggle(key: string): void;
  /** One place to the front (-1) or the back (1). */
  move(key: string, by: -1 | 1): void;
  /** To the place of `target`, pinned if it was not; behind all where `target` is not pinned. */
  putAt(key: string, target: string): void;
}

/** The pins of one board, kept in this browser. */
export function usePins(boardId: string): Pins {
  const { pinned_agents } = usePreferences();
  const keys = pinned_agents[boardId] ?? NOBODY;
  const keep = (changed: readonly string[]) =>
    setPreferences({ pinned_agents: { ...pinned_agents, [boardId]: changed } });
  return {
    keys,
    toggle: (key) => keep(toggled(keys, key)),
    move: (key, by) => keep(moved(keys, key, by)),
    putAt: (key, target) => keep(putAt(keys, key, target)),
  };
}

export function toggled(keys: readonly string[], key: string): readonly string[] {
  return keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key];
}

export function moved(keys: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const place = keys.indexOf(key);
  const other = keys[place + by];
  return place < 0 || other === undefined ? keys : keys.with(place, other).with(place + by, key);
}

export function putAt(keys: readonly string[], key: string, target: string): readonly string[] {
  if (key === target) return keys;
  const place = keys.indexOf(target);
  const others = keys.filter((one) => one !== key);
  return place < 0 ? [...others, key] : others.toSpliced(place, 0, key);
}
