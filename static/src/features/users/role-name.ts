import { useTranslation } from "react-i18next";

import type { Role } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";

interface Named {
  role: Role;
  name_zh: string | null;
  name_en: string | null;
}

/** A centre's own roles are called as it says, shipped ones as their code is in words. */
export function useRoleName(): (role: Named) => string {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return ({ role, name_zh, name_en }) =>
    (language === "en" ? name_en : name_zh) ?? t(`words.role.${role}`);
}
