/** A closed calibration as a table for spreadsheets: one row for each item of each call. Pure. */
import type { Verdict } from "../../lib/api";
import type { Outcome } from "./queries";
import { orderedRaters } from "./reading";

export interface CsvWords {
  call: string;
  started_at: string;
  agent: string;
  rule: string;
  key: string;
  settled: string;
  note: string;
  /** The row with the scores of a call. */
  score: string;
  machine: string;
  verdict(value: Verdict): string;
}

/** RFC 4180, with a byte order mark, by which Excel knows that it is UTF-8. */
export function toCsv(outcome: Outcome, words: CsvWords): string {
  const raters = orderedRaters(outcome);
  const head = [
    ...[words.call, words.started_at, words.agent, words.rule],
    ...raters.map(({ rater, name }) => (rater === "machine" ? words.machine : name)),
    ...[words.key, words.settled, words.note],
  ];
  const rows = outcome.calls.flatMap(({ call, scores, key_score, items }) => {
    const about = [call.call_id, call.started_at, call.agent_name ?? ""];
    return [
      [
        ...about,
        words.score,
        ...raters.map(({ rater }) => number(scores[rater])),
        number(key_score),
        "",
        "",
      ],
      ...items.map(({ rule_name, said, key, settled, note }) => [
        ...about,
        rule_name,
        ...raters.map(({ rater }) => verdict(said[rater])),
        verdict(key),
        verdict(settled),
        note ?? "",
      ]),
    ];
  });
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

  function verdict(value: Verdict | null | undefined): string {
    return value ? words.verdict(value) : "";
  }
}

function number(value: number | null | undefined): string {
  return value == null ? "" : value.toFixed(1);
}

/** Text that a spreadsheet would take for a formula is kept text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
