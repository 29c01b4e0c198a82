import { useTranslation } from "react-i18next";

import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";

const MINUTE_S = 60;
const DAY_S = 86_400;
const LONG_S = 2 * DAY_S;

/** Lags and offsets: 0.8 s, 3:07, 12 days. Of something that may be unknown. */
export function useSeconds(): (seconds: number | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) => {
    if (seconds === null) return NO_VALUE;
    const size = Math.abs(seconds);
    if (size >= LONG_S) return t("sources.days", { value: format.count(size / DAY_S) });
    return size < MINUTE_S
      ? t("sources.seconds", { value: format.decimal(size) })
      : formatDuration(size);
  };
}
