import { useTranslation } from "react-i18next";

import { MACHINE } from "./reading";

/** People by their name, the machine in the reader's language. */
export function useRaterName(): (rater: { rater: string; name: string }) => string {
  const { t } = useTranslation();
  return ({ rater, name }) => (rater === MACHINE ? t("calibrations.machine") : name);
}
