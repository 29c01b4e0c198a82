import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Permission } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { useSession } from "../../lib/session";
import type { Alert } from "./queries";
import { type Place, placeOf } from "./where";

/** Who may not open the place has no link to it. */
const NEEDS: Partial<Record<Place["word"], Permission>> = {
  open_call: "calls:read",
  open_campaign: "calls:read",
  open_source: "sources:manage",
};

/** Leads to what an alert is about. */
export function PlaceLink({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const { permissions } = useSession();
  const { to, word, at_s } = placeOf(alert);
  const needs = NEEDS[word];
  if (needs && !permissions.includes(needs)) return null;
  return (
    <Link to={to}>
      {word === "open_call" && at_s != null
        ? t("alerts.open_call_at", { at: formatDuration(at_s) })
        : t(`alerts.${word}`)}
    </Link>
  );
}
