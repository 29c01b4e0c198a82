import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useRuleName } from "../../components/alerts/rule-name";
import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NEW_RULE, type RuleDraft, toDraft } from "./draft";
import { RuleDrawer } from "./rule-drawer";
import { type Rule, useRules } from "./rule-queries";
import styles from "./rules.module.css";
import { RulesTable } from "./rules-table";

interface Writing {
  rule: Rule | null;
  draft: RuleDraft;
}

/** What is warned of, as sentences. */
export default function AlertRulesPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [writing, setWriting] = useState<Writing | null>(null);
  const named = useRuleName();
  const rules = useRules(params.get("cursor"));
  const add = () => setWriting({ rule: null, draft: NEW_RULE });

  function copy(rule: Rule) {
    const name = t("alert_rules.copy_of", { name: named(rule.name) });
    setWriting({ rule: null, draft: { ...toDraft(rule), name } });
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.alert_rules")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.alert_rules")}</h1>
        <Button type="primary" icon={<PlusOutlined />} onClick={add}>
          {t("alert_rules.add")}
        </Button>
      </header>
      <p className={styles.note}>{t("alert_rules.help")}</p>
      {rules.data ? (
        <>
          <RulesTable
            rules={rules.data.items}
            onAdd={add}
            onCopy={copy}
            onChange={(rule) => setWriting({ rule, draft: toDraft(rule) })}
          />
          <Pager
            next={rules.data.next ?? null}
            label={t("nav.alert_rules")}
            shown={t("alert_rules.shown", { count: rules.data.items.length })}
          />
        </>
      ) : rules.error ? (
        <ProblemPanel error={rules.error} onRetry={rules.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {writing && <RuleDrawer {...writing} onClose={() => setWriting(null)} />}
    </div>
  );
}
