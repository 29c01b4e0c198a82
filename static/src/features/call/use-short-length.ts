import { useTranslation } from "react-i18next";

import { formatDuration, useFormat } from "../../lib/format";

const SHORT_S = 10;

/** Lengths within a call: 0.4 s, 9.6 s, 0:42. */
export function useShortLength(): (seconds: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) =>
    seconds < SHORT_S
      ? t("sound.seconds", { value: format.decimal(seconds) })
      : formatDuration(seconds);
}
