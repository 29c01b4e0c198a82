/** Which stretch of a turn proves what. Pure. */
import type { TriedLine } from "./types";

export interface Hit {
  ruleKey: string;
  ruleName: string;
  tone: "good" | "act" | "plain";
  char_start: number;
  char_end: number;
}

export interface Run {
  text: string;
  hit: Hit | null;
}

/** Hits by number of utterance. */
export function hitsOf(lines: readonly TriedLine[]): Map<number, Hit[]> {
  const found = new Map<number, Hit[]>();
  for (const line of lines)
    for (const { utterance, char_start, char_end, call_id } of line.evidence) {
      if (utterance === null || char_start === null || char_end === null || call_id) continue;
      const hit = { ruleKey: line.rule_key, ruleName: line.rule_name, tone: toneOf(line) };
      found.set(utterance, [...(found.get(utterance) ?? []), { ...hit, char_start, char_end }]);
    }
  return found;
}

function toneOf({ verdict }: TriedLine): Hit["tone"] {
  if (verdict === "passed") return "good";
  return verdict === "failed" ? "act" : "plain";
}

/** The text cut where hits begin and end. Of two in one place the wanted rule's is shown, else the first. */
export function runsOf(text: string, hits: readonly Hit[], wanted: string | null): Run[] {
  const ordered = hits.toSorted((one, other) => rank(other) - rank(one));
  const edges = [
    ...new Set([0, text.length, ...hits.flatMap((hit) => [hit.char_start, hit.char_end])]),
  ]
    .filter((at) => at >= 0 && at <= text.length)
    .toSorted((one, other) => one - other);
  return edges.slice(1).map((end, at) => {
    const start = edges[at] ?? 0;
    const hit = ordered.find((one) => one.char_start <= start && end <= one.char_end) ?? null;
    return { text: text.slice(start, end), hit };
  });

  function rank({ ruleKey }: Hit): number {
    return ruleKey === wanted ? 1 : 0;
  }
}
