/** Words of acts, fields and values that the audit log names; others stand as they are. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

type Kind = "act" | "field" | "value";

export function useNames(): (kind: Kind, name: string) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const bundle = i18n.getResource(language, "translation", "team") as Record<string, unknown>;
    return (kind, name) => {
      const words = bundle[kind] as Record<string, string>;
      return words[name.replaceAll(".", "_")] ?? name;
    };
  }, [i18n, language]);
}
