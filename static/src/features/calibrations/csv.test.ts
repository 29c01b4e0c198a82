import { expect, test } from "vitest";

import { type CsvWords, toCsv } from "./csv";
import type { Outcome } from "./queries";

const WORDS: CsvWords = {
  call: "Call",
  started_at: "Began",
  agent: "Agent",
  rule: "Item",
  key: "Key",
  settled: "Settled",
  note: "Why",
  score: "Score",
  machine: "Machine",
  verdict: (value) => value,
};

const rater = (id: string, name: string) => ({
  rater: id,
  name,
  calls: 1,
  alignment: 1,
  within: 1,
  bias: 0,
  items: {},
});

const OUTCOME: Outcome = {
  raters: [rater("machine", "machine"), rater("a", "=HYPERLINK()")],
  pairs: [],
  items: [],
  ties: 0,
  calls: [
    {
      call: { call_id: "c", started_at: "2026-11-01T08:00:00Z", agent_name: "Li, Wei", talk_s: 60 },
      scores: { a: 50, machine: null },
      key_score: -5,
      spread: 0,
      items: [
        {
          rule_key: "manner",
          rule_name: "Manner",
          said: { a: "failed" },
          key: "failed",
          settled: "failed",
          note: 'She "sighs"\nloudly',
          at_s: [1],
        },
      ],
    },
  ],
};

test("every item is a row, people before the machine", () => {
  expect(toCsv(OUTCOME, WORDS)).toBe(
    [
      "\ufeffCall,Began,Agent,Item,'=HYPERLINK(),Machine,Key,Settled,Why",
      'c,2026-11-01T08:00:00Z,"Li, Wei",Score,50.0,,-5.0,,',
      'c,2026-11-01T08:00:00Z,"Li, Wei",Manner,failed,,failed,failed,"She ""sighs""\nloudly"',
      "",
    ].join("\r\n"),
  );
});
