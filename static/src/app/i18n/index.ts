/** Languages of the client. The reader's choice decides; the browser's language comes first. */
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { type Language, onPreferences, readPreferences } from "../../lib/preferences";

type Part = "first" | "rest";
type Bring = () => Promise<object>;

/** A reader of one language does not wait for the words of the other, nor a board for all screens'. */
const WORDS: Record<Language, Record<Part, Bring>> = {
  "zh-CN": {
    first: async () => (await import("./zh-CN/first")).first,
    rest: async () => (await import("./zh-CN/rest")).rest,
  },
  en: {
    first: async () => (await import("./en/first")).first,
    rest: async () => (await import("./en/rest")).rest,
  },
};

/** Whether any screen has wanted the rest: then a change of language brings it too. */
let whole = false;

export async function startI18n(): Promise<void> {
  const { language } = readPreferences();
  await i18next.use(initReactI18next).init({
    lng: language,
    // Both have the same words, which the compiler sees to: there is nothing to fall back for.
    fallbackLng: false,
    resources: { [language]: { translation: await WORDS[language].first() } },
    partialBundledLanguages: true,
    // Scopes of keys are keys here too, and have a colon: events:write.
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  onPreferences(() => void speak(readPreferences().language));
  show(language);
}

/** Has the words of all screens, for those that are not among the first. Safe to repeat. */
export async function wholeI18n(): Promise<void> {
  whole = true;
  const languages = new Set([i18next.language as Language, readPreferences().language]);
  await Promise.all([...languages].map((language) => add(language, "rest")));
}

/** What is on screen keeps its language until the words of the other are here. */
async function speak(language: Language): Promise<void> {
  if (i18next.language === language) return;
  await add(language, "first");
  if (whole) await add(language, "rest");
  // Somebody may have thought better of it meanwhile.
  if (readPreferences().language !== language) return;
  await i18next.changeLanguage(language);
  show(language);
}

async function add(language: Language, part: Part): Promise<void> {
  // The top-level keys of the parts differ, so that one stands beside the other.
  i18next.addResourceBundle(language, "translation", await WORDS[language][part]());
}

function show(language: Language): void {
  document.documentElement.lang = language;
  dayjs.locale(language === "zh-CN" ? "zh-cn" : "en");
}
