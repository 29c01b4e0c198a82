import { useTranslation } from "react-i18next";

import { useNow } from "../../lib/now";
import { timeLeft } from "./left";

/** `3 d`, `5 h`; null once it is over. */
export function useLeft(): (instant: string) => string | null {
  const { t } = useTranslation();
  const now_ms = useNow();
  return (instant) => {
    const left = timeLeft(instant, now_ms);
    return left && t(`appeals.${left.unit}_left`, { count: left.count });
  };
}
