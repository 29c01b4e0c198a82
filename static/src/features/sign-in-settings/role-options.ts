import { useTranslation } from "react-i18next";

import type { Role } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { unitTree } from "../../lib/unit-tree";
import { useAllUnits } from "./queries";

const ROLES = [
  "agent",
  "lead",
  "supervisor",
  "manager",
  "inspector",
  "qa_lead",
  "trainer",
  "analyst",
  "admin",
] as const satisfies readonly Role[];

export function useRoleOptions() {
  const { t } = useTranslation();
  return ROLES.map((value) => ({ value, label: t(`words.role.${value}`) }));
}

/** Units as a tree, indented. */
export function useUnitOptions() {
  const { language } = usePreferences();
  const units = useAllUnits();
  return unitTree(units.data?.items ?? [], language).map(({ id, name, depth }) => ({
    value: id,
    label: `${"\u2003".repeat(depth)}${name}`,
  }));
}
