/** Turns and what was left out between them, in the order they began. Pure. */
import type { LeftOut } from "../../lib/api";

/** Something with a place in time. */
interface Placed {
  start_s: number;
}

export type Row<Turn> = { turn: Turn; place: number } | { gap: LeftOut[] };

/** What was left out between the same two turns makes one row. `turns` come in their order. */
export function weave<Turn extends Placed>(
  turns: readonly Turn[],
  leftOut: readonly LeftOut[],
): Row<Turn>[] {
  const gaps = leftOut.toSorted((a, b) => a.start_s - b.start_s);
  const rows: Row<Turn>[] = [];
  turns.forEach((turn, place) => {
    takeBefore(turn.start_s);
    rows.push({ turn, place });
  });
  takeBefore(Number.POSITIVE_INFINITY);
  return rows;

  function takeBefore(second: number) {
    const until = gaps.findIndex(({ start_s }) => start_s >= second);
    const gap = gaps.splice(0, until < 0 ? gaps.length : until);
    if (gap.length > 0) rows.push({ gap });
  }
}
