import { Button, Empty, Table } from "antd";
import { useTranslation } from "react-i18next";

import { useRuleName } from "../../components/alerts/rule-name";
import { SeverityTag } from "../../components/alerts/severity";
import { useFormat } from "../../lib/format";
import { hasAudience, hasCampaign, hasUnit } from "./draft";
import { type Say, wordsIn } from "./gap-words";
import { RuleActs } from "./rule-acts";
import type { Rule } from "./rule-queries";
import { RuleSwitch } from "./rule-switch";
import styles from "./rules.module.css";
import { clauseOf, RuleSentence } from "./sentence";
import { useSay } from "./use-say";

/** Who made the rules that come with the product. */
const SYSTEM = "system";

interface Props {
  rules: Rule[];
  onAdd: () => void;
  onChange: (rule: Rule) => void;
  onCopy: (rule: Rule) => void;
}

export function RulesTable({ rules, onAdd, onChange, onCopy }: Props) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const say = useSay();
  return (
    <Table<Rule>
      className={styles.table ?? ""}
      aria-label={t("alert_rules.table")}
      size="small"
      rowKey="id"
      dataSource={rules}
      pagination={false}
      scroll={{ x: 880 }}
      locale={{ emptyText: <NoRules onAdd={onAdd} /> }}
      columns={[
        {
          title: t("alert_rules.active"),
          width: 72,
          render: (_, rule) => <RuleSwitch rule={rule} />,
        },
        { title: t("alert_rules.rule"), render: (_, rule) => <Told rule={rule} say={say} /> },
        {
          title: t("alert_rules.changed"),
          width: 176,
          render: (_, { updated_at, updated_by }) => (
            <>
              {dateTime(updated_at)}
              <div className={styles.note}>
                {updated_by === SYSTEM ? t("alert_rules.by_system") : updated_by}
              </div>
            </>
          ),
        },
        {
          title: t("alert_rules.acts"),
          width: 136,
          render: (_, rule) => (
            <RuleActs rule={rule} onChange={() => onChange(rule)} onCopy={() => onCopy(rule)} />
          ),
        },
      ]}
    />
  );
}

function Told({ rule, say }: { rule: Rule; say: Say }) {
  const { kind, severity, campaign_id, lasting_s, quiet, active, name } = rule;
  const named = useRuleName();
  return (
    <div data-off={!active || undefined} className={styles.told}>
      <strong>{named(name)}</strong>
      <p>
        <RuleSentence
          clause={clauseOf(rule)}
          unit={hasUnit(kind)}
          audience={hasAudience(kind)}
          campaign={hasCampaign(kind) && campaign_id !== null}
          lasting={lasting_s > 0}
          quiet={quiet !== null}
          gap={(gap) =>
            gap === "severity" ? (
              <SeverityTag severity={severity} />
            ) : (
              <b className={styles.word}>{wordsIn(rule, gap, say)}</b>
            )
          }
        />
      </p>
    </div>
  );
}

function NoRules({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t("alert_rules.none")}</strong>
          <br />
          {t("alert_rules.none_help")}
        </>
      }
    >
      <Button onClick={onAdd}>{t("alert_rules.add")}</Button>
    </Empty>
  );
}
