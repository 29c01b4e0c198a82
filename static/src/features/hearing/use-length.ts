import { useTranslation } from "react-i18next";

import { formatDuration, useFormat } from "../../lib/format";

const HOUR_S = 3600;
const LONG_S = 10 * HOUR_S;

/** Lengths of one recording or of thousands: 3:07, 1:02:05, 1,512.5 h. */
export function useLength(): (seconds: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) =>
    seconds < LONG_S
      ? formatDuration(seconds)
      : t("hearing.hours", { value: format.hours(seconds) });
}
