import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { AgentCard } from "../../lib/api";
import { type Pins, usePins } from "./pins";

/** What the reader may do with a tile's place. */
export interface TilePins {
  isPinned: boolean;
  onToggle(key: string): void;
  onMove(key: string, by: -1 | 1): void;
  onDrop(key: string, target: string): void;
}

interface PinnedTiles {
  keys: readonly string[];
  of(key: string): TilePins | undefined;
  /** What the last change did, for those who do not see it. */
  news: string;
}

/** Pins of a board's tiles. Who moves one by keys keeps the focus on it. */
export function usePinnedTiles(
  boardId: string | undefined,
  grid: RefObject<HTMLElement | null>,
  agents: readonly AgentCard[],
): PinnedTiles {
  const pins = usePins(boardId ?? "");
  const [touched, setTouched] = useState<string | null>(null);
  const { keys } = pins;
  useFocusKept(grid, touched, keys);
  const handlers = useStableHandlers(pins, setTouched);
  const news = useNews(touched, keys, agents);
  return { keys, of: (key) => (boardId ? handlers[keys.includes(key) ? 1 : 0] : undefined), news };
}

/** The same two objects as long as the page lives, so that tiles whose place stays stay untouched. */
function useStableHandlers(pins: Pins, onTouch: (key: string) => void) {
  const latest = useRef(pins);
  useEffect(() => {
    latest.current = pins;
  });
  return useMemo(() => {
    const acts = {
      onToggle(key: string) {
        onTouch(key);
        latest.current.toggle(key);
      },
      onMove(key: string, by: -1 | 1) {
        onTouch(key);
        latest.current.move(key, by);
      },
      onDrop(key: string, target: string) {
        onTouch(key);
        latest.current.putAt(key, target);
      },
    };
    return [
      { ...acts, isPinned: false },
      { ...acts, isPinned: true },
    ] as const;
  }, [onTouch]);
}

/** A browser takes the focus from an element that is put elsewhere. */
function useFocusKept(
  grid: RefObject<HTMLElement | null>,
  key: string | null,
  keys: readonly string[],
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new order is what takes the focus
  useEffect(() => {
    if (!key || document.activeElement !== document.body) return;
    grid.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [data-pin]`)?.focus();
  }, [grid, key, keys]);
}

function useNews(
  touched: string | null,
  keys: readonly string[],
  agents: readonly AgentCard[],
): string {
  const { t } = useTranslation();
  const name = agents.find(({ key }) => key === touched)?.name;
  if (!touched || !name) return "";
  const place = keys.indexOf(touched) + 1;
  return place > 0 ? t("board.pinned_at", { name, place }) : t("board.unpinned", { name });
}
