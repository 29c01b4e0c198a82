import { useMemo } from "react";

import { usePreferences } from "../../lib/preferences";

/** Monday, November 16, 2026: nobody may take a past day for today. */
export function useFullDay(timezone: string): (instant: number) => string {
  const { language } = usePreferences();
  return useMemo(() => {
    const { format } = new Intl.DateTimeFormat(language, {
      timeZone: timezone,
      dateStyle: "full",
    });
    return (instant) => format(instant);
  }, [language, timezone]);
}
