import { useTranslation } from "react-i18next";

import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";

const MINUTE_S = 60;

/** Lags and offsets: 0.8 s, 3:07. Of something that may be unknown. */
export function useSeconds(): (seconds: number | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) => {
    if (seconds === null) return NO_VALUE;
    const size = Math.abs(seconds);
    return size < MINUTE_S
      ? t("sources.seconds", { value: format.decimal(size) })
      : formatDuration(size);
  };
}
