/** What still needs a word of the reviewer. Pure. */
import { countStates, type MarkedHit } from "./hits";
import type { Item } from "./items";

export interface OpenPoints {
  hits: number;
  items: number;
  all: number;
}

export function countOpen(desk: {
  hits: readonly MarkedHit[];
  items: readonly Item[];
}): OpenPoints {
  const hits = countStates(desk.hits).open;
  const items = desk.items.filter(({ open }) => open).length;
  return { hits, items, all: hits + items };
}
