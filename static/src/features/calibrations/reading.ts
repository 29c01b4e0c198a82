/** How the figures of a calibration are read. Pure. */
import type { Verdict } from "../../lib/api";
import type {
  Calibration,
  CallWords,
  ItemFigures,
  ItemWords,
  Outcome,
  PairFigures,
  RaterFigures,
} from "./queries";

export const MACHINE = "machine";
/** Below it a rater's alignment wants a talk. */
export const TALK_BELOW = 0.85;
const LEVEL = 0.05;

export type KappaWord = "nearly" | "good" | "fair" | "poor";

export function kappaWord(kappa: number): KappaWord {
  if (kappa > 0.8) return "nearly";
  if (kappa >= 0.6) return "good";
  return kappa >= 0.4 ? "fair" : "poor";
}

/** Why an item has no kappa. */
export function noKappa({ agreement }: Pick<ItemFigures, "agreement">): "same" | "few" {
  return agreement === null ? "few" : "same";
}

export function biasWord(bias: number): "milder" | "stricter" | "same" {
  if (Math.abs(bias) < LEVEL) return "same";
  return bias > 0 ? "milder" : "stricter";
}

/** People in the session's order, the machine last. */
export function orderedRaters({ raters }: Pick<Outcome, "raters">): RaterFigures[] {
  return [
    ...raters.filter(({ rater }) => rater !== MACHINE),
    ...raters.filter(({ rater }) => rater === MACHINE),
  ];
}

/** Of two raters, in whichever order they are listed. */
export function pairOf(
  pairs: readonly PairFigures[],
  one: string,
  other: string,
): PairFigures | undefined {
  return pairs.find(({ raters }) => raters.includes(one) && raters.includes(other));
}

/** Whether somebody says another thing than somebody else; nobody's silence counts. */
export function isDivided({ said }: Pick<ItemWords, "said">): boolean {
  return new Set(Object.values(said)).size > 1;
}

/** Against the key, or where there is none, whether raters are divided at all. */
export function differs(item: ItemWords, verdict: Verdict | undefined): boolean {
  if (verdict === undefined) return false;
  return item.key === null ? isDivided(item) : verdict !== item.key;
}

/** A consensus is still to be found. */
export function isTied(calibration: Pick<Calibration, "key">, item: ItemWords): boolean {
  return calibration.key === "consensus" && item.key === null;
}

export function tiesOf(calibration: Pick<Calibration, "key">, { items }: CallWords): number {
  return items.filter((item) => isTied(calibration, item)).length;
}
