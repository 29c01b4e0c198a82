/** The gaps of rules' sentences. */
import { expect, test } from "vitest";

import { pieces } from "../../features/alerts/pieces";
import { resources } from "./resources";

const rulesOf = (language: keyof typeof resources) => resources[language].translation.alert_rules;

function gapsIn(sentence: string): string[] {
  return pieces(sentence)
    .filter(({ gap }) => gap)
    .map(({ text }) => text)
    .toSorted();
}

test("sentences of both languages have the same gaps", () => {
  const zh = rulesOf("zh-CN");
  const en = rulesOf("en");
  for (const part of [
    "scope",
    "scope_campaign",
    "lasting",
    "raise",
    "audience",
    "again",
    "by",
    "quiet",
  ] as const)
    expect(gapsIn(en[part])).toEqual(gapsIn(zh[part]));
  for (const [kind, sentence] of Object.entries(zh.when))
    expect([kind, gapsIn(en.when[kind as keyof typeof en.when])]).toEqual([kind, gapsIn(sentence)]);
});

test("words and gaps follow each other as they stand", () => {
  expect(pieces("for <minutes/> minutes").map(({ text, gap }) => [text, gap])).toEqual([
    ["for ", false],
    ["minutes", true],
    [" minutes", false],
  ]);
});
