/** The rules of a review as numbered rows: those that only people answer come first. Pure. */
import type { ScoreLine, Verdict } from "../../lib/api";
import type { Review, RuleAnswer } from "./types";

export interface Item {
  /** The key that changes its answer; null from the tenth on. */
  key: string | null;
  /** As it counts now. */
  line: ScoreLine;
  /** As the machine had it. */
  machine: ScoreLine | undefined;
  answer: RuleAnswer | null;
  /** Nobody but a person answers it. */
  human: boolean;
  open: boolean;
  /** Points more or less than the machine gave. */
  delta: number;
}

export const ANSWERS: readonly RuleAnswer[] = ["passed", "failed", "not_applicable"];

const KEYS = 9;
const SAME = 0.005;

export function itemsOf(review: Review): Item[] {
  const machine = new Map(review.machine.lines.map((line) => [line.rule_key, line]));
  const items = review.score.lines.map((line) => itemOf(review, line, machine.get(line.rule_key)));
  const ordered = [...items.filter(({ human }) => human), ...items.filter(({ human }) => !human)];
  return ordered.map((item, place) => ({ ...item, key: place < KEYS ? String(place + 1) : null }));
}

function itemOf({ answers }: Review, line: ScoreLine, machine: ScoreLine | undefined): Item {
  const answer = answers.find(({ rule_key }) => rule_key === line.rule_key)?.answer ?? null;
  const human = machine?.verdict === "unanswered";
  const delta = pointsOf(line) - (machine ? pointsOf(machine) : 0);
  return {
    key: null,
    line,
    machine,
    answer,
    human,
    open: human && answer === null,
    delta: Math.abs(delta) < SAME ? 0 : delta,
  };
}

export function pointsOf({ earned, added, deducted }: ScoreLine): number {
  return earned + added - deducted;
}

/**
 * What one more press of the item's key makes of it; null takes the answer back.
 *
 * A press goes from answer to answer; what the machine says already is left out.
 */
export function nextAnswer({
  machine,
  answer,
}: Pick<Item, "machine" | "answer">): RuleAnswer | null {
  const offered = ANSWERS.filter((one) => !isSame(one, machine?.verdict));
  const place = answer === null ? -1 : offered.indexOf(answer);
  return offered[place + 1] ?? null;
}

function isSame(answer: RuleAnswer, verdict: Verdict | undefined): boolean {
  return answer === verdict;
}
