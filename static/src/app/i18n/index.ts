/** Languages of the client. The reader's choice decides; the browser's language comes first. */
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { type Language, onPreferences, readPreferences } from "../../lib/preferences";

/** A reader of one language does not wait for the words of the other. */
const WORDS = {
  "zh-CN": async () => (await import("./zh-CN")).zhCN,
  en: async () => (await import("./en")).en,
} as const satisfies Record<Language, () => Promise<object>>;

export async function startI18n(): Promise<void> {
  const { language } = readPreferences();
  await i18next.use(initReactI18next).init({
    lng: language,
    // Both have the same words, which the compiler sees to: there is nothing to fall back for.
    fallbackLng: false,
    resources: { [language]: { translation: await WORDS[language]() } },
    partialBundledLanguages: true,
    // Scopes of keys are keys here too, and have a colon: events:write.
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  onPreferences(() => void speak(readPreferences().language));
  show(language);
}

/** What is on screen keeps its language until the words of the other are here. */
async function speak(language: Language): Promise<void> {
  if (i18next.language === language) return;
  if (!i18next.hasResourceBundle(language, "translation"))
    i18next.addResourceBundle(language, "translation", await WORDS[language]());
  // Somebody may have thought better of it meanwhile.
  if (readPreferences().language !== language) return;
  await i18next.changeLanguage(language);
  show(language);
}

function show(language: Language): void {
  document.documentElement.lang = language;
  dayjs.locale(language === "zh-CN" ? "zh-cn" : "en");
}
