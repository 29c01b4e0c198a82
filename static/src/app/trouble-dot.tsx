import { Badge } from "antd";
import { useTranslation } from "react-i18next";

import { useSystemTrouble } from "./use-system-trouble";

/** Beside the way to the system's page while something there must be acted on. */
export function TroubleDot() {
  const { t } = useTranslation();
  if (!useSystemTrouble()) return null;
  const label = t("nav.trouble");
  return <Badge status="error" title={label} aria-label={label} role="img" offset={[4, -2]} />;
}
