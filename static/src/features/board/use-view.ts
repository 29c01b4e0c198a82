/** The view of a board, in the address. */
import { useCallback } from "react";
import { useSearchParams } from "react-router";

export const VIEWS = ["team", "volume", "funnel", "ranking", "quality", "campaign"] as const;
export type View = (typeof VIEWS)[number];

/** Writes one choice into the address, or takes it out. */
export type Choose = (name: string, value: string | null) => void;

export function readView(text: string | null): View {
  return VIEWS.find((view) => view === text) ?? "team";
}

export function useChoices(): { params: URLSearchParams; choose: Choose } {
  const [params, setParams] = useSearchParams();
  const choose = useCallback<Choose>(
    (name, value) =>
      setParams(
        (before) => {
          if (value) before.set(name, value);
          else before.delete(name);
          return before;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { params, choose };
}
