import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";

const STEPS = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

/** How long something takes or lies back, in one unit: 12 ms, 3.4 s, 5 min, 2 d. */
export function useSpan(): (seconds: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (seconds) => {
    if (seconds < 1) return t("system.span.ms", { value: format.count(seconds * 1000) });
    const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? STEPS[3];
    return t(`system.span.${unit}`, { value: format.decimal(seconds / size) });
  };
}
