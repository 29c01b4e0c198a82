import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Desk } from "./use-desk";

/** What was done right is mostly so: one press for all of it. Each can still be rejected. */
export function ConfirmMet({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const count = desk.hits.filter(({ hit, state }) => state === "open" && !hit.violation).length;
  if (count < 2) return null;
  return (
    <Button size="small" type="text" onClick={desk.confirmMet}>
      {t("review.hit.confirm_met", { count })} <kbd>⇧Y</kbd>
    </Button>
  );
}
