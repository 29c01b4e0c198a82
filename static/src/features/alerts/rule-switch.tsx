import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { useRuleName } from "../../components/alerts/rule-name";
import { useProblemSentence } from "../../components/problem-panel";
import { type Rule, useChangeRule } from "./rule-queries";

/** Switches a rule on or off; what it raised ends with it, and says so. */
export function RuleSwitch({ rule }: { rule: Rule }) {
  const { id, revision, active, editable } = rule;
  const name = useRuleName()(rule.name);
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const change = useChangeRule();

  function turn(on: boolean) {
    change.mutate(
      { rule_id: id, revision, active: on },
      {
        onSuccess: () => void message.success(t(`alert_rules.${on ? "on" : "off"}`, { name })),
        onError: (error) => void message.error(sentenceOf(error)),
      },
    );
  }

  return (
    <Switch
      size="small"
      aria-label={t("alert_rules.on_of", { name })}
      checked={active}
      disabled={!editable}
      loading={change.isPending}
      onChange={turn}
    />
  );
}
