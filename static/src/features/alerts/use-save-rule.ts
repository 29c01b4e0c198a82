import { App, type FormInstance } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { isOfField } from "../../lib/problem";
import { isFinished, type RuleDraft, toWish } from "./draft";
import { type Rule, useAddRule, useChangeRule } from "./rule-queries";

/** Stores a rule; what the server refuses stands at its field, or is returned as `refused`. */
export function useSaveRule(rule: Rule | null, form: FormInstance<RuleDraft>, onSaved: () => void) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const add = useAddRule();
  const change = useChangeRule();
  const [refused, setRefused] = useState<unknown>(null);

  async function save(draft: RuleDraft) {
    setRefused(null);
    const wish = toWish(draft);
    if (!isFinished(wish.condition)) {
      void message.warning(t("alert_rules.needs_one"));
      return;
    }
    try {
      if (rule) await change.mutateAsync({ ...wish, rule_id: rule.id, revision: rule.revision });
      else await add.mutateAsync({ ...wish, active: true });
      void message.success(t("alert_rules.saved"));
      onSaved();
    } catch (error) {
      if (isOfField(error, "name")) form.setFields([{ name: "name", errors: [sentenceOf(error)] }]);
      else setRefused(error);
    }
  }

  return { save, refused, isPending: add.isPending || change.isPending };
}
