import { useTranslation } from "react-i18next";

/** An act in the reader's language: what kind of thing, and what was done to it. */
export function useActSentence(): (act: string) => string {
  const { t } = useTranslation();
  return (act) => {
    const [thing = "", verb = ""] = act.split(".");
    const said = (kind: "thing" | "verb", word: string) =>
      t(`keeping.${kind}s.${word}` as "keeping.act", {
        defaultValue: word.replaceAll("_", " "),
      });
    return t("keeping.sentence", { thing: said("thing", thing), verb: said("verb", verb) });
  };
}
