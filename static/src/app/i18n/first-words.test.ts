/** What the first screens say is among the first words: nothing else is there when they show. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";

import { first } from "./zh-CN/first";
import { rest } from "./zh-CN/rest";

const SRC = resolve(import.meta.dirname, "../..");
/** What waits for the words of all screens, as `inside.tsx` says it. */
const LATER = /later\(\(\) => import\("[^"]+"\)\)/g;
const IMPORT = /(?:from|import)\s*\(?"(\.[^"]+)"/g;
/** `t("board.find")`, and the constant part of what is put together. */
const WORD = /["'`]([a-z_]+)\.[a-z_$]/g;

function found(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([, one]) => one ?? "");
}

function fileOf(path: string): string | undefined {
  return [".ts", ".tsx", "/index.ts"].map((end) => path + end).find(existsSync);
}

/** Every module of ours that may run before all words are there, with its text. */
function early(): Map<string, string> {
  const modules = new Map<string, string>();
  const waiting = [join(SRC, "main.tsx")];
  for (const path of waiting) {
    if (modules.has(path) || /\/app\/i18n\/|\/api-types\.ts$/.test(path)) continue;
    const text = readFileSync(path, "utf8").replaceAll(LATER, "");
    modules.set(path, text);
    const imported = found(IMPORT, text).map((to) => fileOf(join(dirname(path), to)));
    waiting.push(...imported.filter((one) => one !== undefined));
  }
  return modules;
}

test("no word is in both parts", () => {
  expect(Object.keys(rest).filter((key) => key in first)).toEqual([]);
});

test("the first screens say nothing that is not there yet", () => {
  const modules = early();
  const names = [...modules.keys()].map((path) => path.slice(SRC.length + 1));
  expect(names).toEqual(
    expect.arrayContaining([
      "app/shell/bell.tsx",
      "features/sign-in/step.tsx",
      "features/board/volume-view.tsx",
    ]),
  );
  expect(names.filter((name) => name.startsWith("features/scorecards/"))).toEqual([]);

  const missing = [...modules].flatMap(([path, text]) =>
    found(WORD, text)
      .filter((key) => key in rest)
      .map((key) => `${path.slice(SRC.length + 1)}: ${key}`),
  );
  expect(missing).toEqual([]);
});
