/** Languages of the client. The reader's choice decides; the browser's language comes first. */
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { type Language, onPreferences, readPreferences } from "../../lib/preferences";
import { en } from "./en";
import { zhCN } from "./zh-CN";

export const resources = {
  "zh-CN": { translation: zhCN },
  en: { translation: en },
} as const;

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: readPreferences().language,
    fallbackLng: "en",
    resources,
    // Scopes of keys are keys here too, and have a colon: events:write.
    nsSeparator: false,
    interpolation: { escapeValue: false },
  });
  onPreferences(() => speak(readPreferences().language));
  speak(readPreferences().language);
}

function speak(language: Language): void {
  if (i18next.language !== language) void i18next.changeLanguage(language);
  document.documentElement.lang = language;
  dayjs.locale(language === "zh-CN" ? "zh-cn" : "en");
}
