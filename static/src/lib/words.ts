/** Words for values whose set the server leaves open: a known one is translated, others stand. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

type OpenSet =
  | "outcome"
  | "hangup_by"
  | "break_reason"
  | "recording_error"
  | "language"
  | "dialer"
  | "note"
  | "fetch_error";

export function useWords(): (set: OpenSet, value: string, otherwise?: string) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(() => {
    const bundle: unknown = i18n.getResource(language, "translation", "words");
    return (set, value, otherwise = value) => textAt(bundle, set, value) ?? otherwise;
  }, [i18n, language]);
}

function textAt(bundle: unknown, ...path: string[]): string | undefined {
  const found = path.reduce(
    (node: unknown, key) => (isRecord(node) && Object.hasOwn(node, key) ? node[key] : undefined),
    bundle,
  );
  return typeof found === "string" ? found : undefined;
}

function isRecord(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null;
}
