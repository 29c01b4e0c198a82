/** Every type of condition, told in both languages. */
import i18next, { type TFunction } from "i18next";
import { beforeAll, expect, test } from "vitest";

import { newCondition, newSaid } from "../../features/scorecards/conditions";
import type { Say } from "../../features/scorecards/say";
import { capital, conditionText, type Mode } from "../../features/scorecards/sentence";
import type { Condition } from "../../features/scorecards/types";
import { resources } from "./resources";

const LANGUAGES = ["zh-CN", "en"] as const;

let said: Record<(typeof LANGUAGES)[number], Say>;

beforeAll(async () => {
  const i18n = i18next.createInstance({
    resources,
    interpolation: { escapeValue: false },
    lng: "en",
  });
  await i18n.init();
  const say = (language: string): Say => ({
    t: i18n.getFixedT(language) as TFunction,
    decimal: (value) => String(value),
    list: (items) => items.join("/"),
    pack: (key) => (key === "guarantees" ? "承诺收益" : key),
    rule: (key) => (key === "greeting" ? "问候" : key),
    language: (code) => (code === "zh" ? "中文" : code),
    value: (_, value) => value,
  });
  said = { "zh-CN": say("zh-CN"), en: say("en") };
});

const hello = { ...newSaid(), phrases: ["您好", "你好"] };
const refuses: Condition = { ...newSaid(), speaker: "customer", phrases: ["不需要"] };
const sells = { ...newSaid(), phrases: ["再考虑一下"] };

interface Case {
  condition: Condition;
  mode: Mode;
  zh: string;
  en: string;
}

const CASES: Record<string, Case> = {
  "said within seconds": {
    condition: { ...hello, within: { first_s: 15 } },
    mode: "must",
    zh: "坐席在前 15 秒内必须说到任意 1 个：“您好”、“你好”",
    en: "The agent must say any 1 of “您好”, “你好” in the first 15 s",
  },
  "said, all of them, with all it may ask besides": {
    condition: {
      ...hello,
      at_least: "all",
      times: 3,
      one_turn: true,
      homophones: true,
      exclusions: ["你好吗"],
      min_confidence: 0.8,
    },
    mode: "is",
    zh: "坐席说到全部：“您好”、“你好”（共至少 3 处；在同一轮里；同音字也算；除了“你好吗”；识别置信度至少 80%）",
    en: "The agent says all of “您好”, “你好” (at 3 places or more; in one turn; homophones count; but not “你好吗”; heard with at least 80% confidence)",
  },
  "said, some of a word pack and phrases": {
    condition: {
      ...newSaid(),
      speaker: "anyone",
      packs: ["guarantees"],
      phrases: ["稳赚"],
      at_least: 2,
    },
    mode: "never",
    zh: "任一方在通话中不得说到至少 2 个不同的：词库“承诺收益”、“稳赚”",
    en: "Anyone must not say at least 2 different ones of word pack “承诺收益”, “稳赚” anywhere in the call",
  },
  "one phrase alone is not counted": {
    condition: { ...sells, within: { last_turns: 4 } },
    mode: "never",
    zh: "坐席在最后 4 轮内不得说到“再考虑一下”",
    en: "The agent must not say “再考虑一下” in the last 4 turns",
  },
  pattern: {
    condition: { ...newCondition("pattern"), regex: "保证.{0,4}收益", excluding: "不保证" },
    mode: "never",
    zh: "坐席在通话中说的话不得匹配正则 /保证.{0,4}收益/（除了 /不保证/）",
    en: "What the agent says anywhere in the call must not match the pattern /保证.{0,4}收益/ (but not /不保证/)",
  },
  "script line": {
    condition: {
      ...newCondition("script_line"),
      lines: ["本次通话将被录音"],
      within: { first_s: 30 },
    },
    mode: "must",
    zh: "坐席在前 30 秒内必须说出与话术相似 80% 以上的话：“本次通话将被录音”",
    en: "The agent must say something at least 80% like “本次通话将被录音” in the first 30 s",
  },
  sequence: {
    condition: {
      type: "sequence",
      steps: [
        { name: "问候", condition: hello, optional: false },
        { name: "报价", condition: sells, optional: true, within_s: 60, within_turns: 5 },
      ],
    },
    mode: "must",
    zh: "必须依次发生：1. 问候：坐席说到任意 1 个：“您好”、“你好”；2. 报价：坐席说到“再考虑一下”（60 秒且 5 轮内；可缺）",
    en: "These must happen in this order: 1. 问候: the agent says any 1 of “您好”, “你好”; 2. 报价: the agent says “再考虑一下” (within 60 s and 5 turns; may be missing)",
  },
  near: {
    condition: { ...newCondition("near"), anchor: refuses, condition: sells, within_s: 30 },
    mode: "never",
    zh: "在任意一处（客户说到“不需要”）之后 30 秒内，不得有：坐席说到“再考虑一下”",
    en: "After any place where the customer says “不需要”, there must not be within 30 s: the agent says “再考虑一下”",
  },
  "near, the third place, any distance": {
    condition: {
      ...newCondition("near"),
      anchor: refuses,
      condition: sells,
      direction: "before",
      occurrence: 3,
    },
    mode: "is",
    zh: "在第 3 处（客户说到“不需要”）之前任何时候，有：坐席说到“再考虑一下”",
    en: "Before place 3 where the customer says “不需要”, there is at any time: the agent says “再考虑一下”",
  },
  repeated: {
    condition: { ...newCondition("repeated"), times: 3, look_back: 10, ignore: ["嗯"] },
    mode: "never",
    zh: "坐席在通话中不得重复同样的话 3 次以上（相似 80%）（只与前 10 轮比；不足 5 字的不算；不算“嗯”）",
    en: "The agent must not say much the same (80% alike) 3 times or more anywhere in the call (compared with 10 turns before; turns under 5 characters do not count; not counting “嗯”)",
  },
  "entity compared with the campaign": {
    condition: { ...newCondition("entity"), wanted: { op: "eq", fact: "campaign.price" } },
    mode: "must",
    zh: "坐席在通话中必须说出金额，且等于项目的“price”",
    en: "The agent must say an amount that is equal to the campaign's “price” anywhere in the call",
  },
  "entity of any value": {
    condition: { ...newCondition("entity"), kind: "date", times: 2 },
    mode: "must",
    zh: "坐席在通话中必须说出日期（共至少 2 处）",
    en: "The agent must say a date anywhere in the call (at 2 places or more)",
  },
  "sound of a speaker": {
    condition: { ...newCondition("sound"), measure: "speech_rate", op: "gt", value: 320 },
    mode: "never",
    zh: "坐席的语速不得超过 320 字/分",
    en: "The speech rate of the agent must not be above 320 per minute",
  },
  "sound of the call, a share": {
    condition: { ...newCondition("sound"), measure: "talk_ratio", op: "le", value: 0.65 },
    mode: "must",
    zh: "坐席说话占比必须不超过 65%",
    en: "The agent's share of talk must be at most 65%",
  },
  "sound, only long ones": {
    condition: { ...newCondition("sound"), measure: "silences", op: "ge", value: 3, min_s: 5 },
    mode: "never",
    zh: "静音次数不得达到 3 次（不足 5 秒的不算）",
    en: "The number of silences must not be at least 3 (those under 5 s do not count)",
  },
  fact: {
    condition: { type: "fact", name: "duration_s", wanted: { op: "ge", value: 30 } },
    mode: "is",
    zh: "通话时长（秒）达到 30",
    en: "The call's length (s) is at least 30",
  },
  "fact that is one of several": {
    condition: { type: "fact", name: "extra.product", wanted: { op: "in", value: ["A", "B"] } },
    mode: "must",
    zh: "字段“product”必须是其中之一：“A”、“B”",
    en: "Field “product” must be one of “A”, “B”",
  },
  "fact that is true or not": {
    condition: { type: "fact", name: "sold", wanted: { op: "eq", value: true } },
    mode: "is",
    zh: "是否成交为“是”",
    en: "Whether it was sold is “yes”",
  },
  language: {
    condition: { ...newCondition("language"), share: 0.9 },
    mode: "must",
    zh: "坐席必须说中文，占其字数的 90% 以上",
    en: "The agent must speak 中文 in at least 90% of the characters",
  },
  "earlier call": {
    condition: {
      ...newCondition("earlier_call"),
      condition: hello,
      within_days: 7,
      same_campaign: false,
    },
    mode: "must",
    zh: "7 天内任何外呼项目的更早通话里必须有过：坐席说到任意 1 个：“您好”、“你好”",
    en: "In an earlier call of the last 7 days (any campaign) it must have been so: the agent says any 1 of “您好”, “你好”",
  },
  judged: {
    condition: { ...newCondition("judged"), question: "是否解释了费用？" },
    mode: "must",
    zh: "问模型“是否解释了费用？”，依据坐席在通话中说的话，必须回答“是”",
    en: "A model that is asked “是否解释了费用？” about what the agent says anywhere in the call must answer yes",
  },
  not: {
    condition: { type: "not", condition: refuses },
    mode: "is",
    zh: "以下不成立：客户说到“不需要”",
    en: "This is not so: the customer says “不需要”",
  },
  "all of": {
    condition: { type: "all_of", conditions: [hello, { type: "not", condition: refuses }] },
    mode: "must",
    zh: "以下必须全部成立：坐席说到任意 1 个：“您好”、“你好”；（以下不成立：客户说到“不需要”）",
    en: "All of these must hold: the agent says any 1 of “您好”, “你好”; (this is not so: the customer says “不需要”)",
  },
  "any of": {
    condition: { type: "any_of", conditions: [hello, sells], at_least: 1 },
    mode: "must",
    zh: "以下必须成立至少 1 项：坐席说到任意 1 个：“您好”、“你好”；坐席说到“再考虑一下”",
    en: "There must hold at least 1 of these: the agent says any 1 of “您好”, “你好”; the agent says “再考虑一下”",
  },
  "another rule": {
    condition: { type: "rule", rule: "greeting" },
    mode: "is",
    zh: "规则“问候”的条件成立",
    en: "The condition of rule “问候” holds",
  },
};

test.each(Object.entries(CASES))("%s", (_, { condition, mode, zh, en }) => {
  expect(capital(conditionText(condition, said["zh-CN"], mode))).toBe(zh);
  expect(capital(conditionText(condition, said.en, mode))).toBe(en);
});

test("every type of condition is told, as a statement, a duty and a ban", () => {
  const types = Object.keys(resources.en.translation.conditions.type);
  const told = new Set(Object.values(CASES).map(({ condition }) => condition.type));
  expect([...told].toSorted()).toEqual(types.toSorted());
  for (const { condition } of Object.values(CASES))
    for (const language of LANGUAGES)
      for (const mode of ["is", "must", "never"] as const) {
        const text = conditionText(condition, said[language], mode);
        expect(text).not.toMatch(/conditions\.|\{\{|undefined|null/);
      }
});
