/** All words at once, for tests. Screens get those of the reader's language alone. */
import { en } from "./en";
import { zhCN } from "./zh-CN";

export const resources = {
  "zh-CN": { translation: zhCN },
  en: { translation: en },
} as const;
