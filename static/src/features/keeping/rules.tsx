import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import styles from "./keeping.module.css";
import {
  type Preview,
  type Rule,
  useCampaigns,
  usePolicy,
  usePreview,
  useSaveRules,
} from "./queries";
import { RuleFields } from "./rule-fields";

const FRESH: Rule = {
  name: "",
  campaigns: [],
  kind: "all",
  outcomes: [],
  keep_audio_days: 180,
  keep_text_days: 180,
  keep_call_days: 730,
};

/** The rules in force, to be changed; what they would delete is asked before they are saved. */
export function Rules() {
  const policy = usePolicy();
  if (policy.isError) return <ProblemPanel error={policy.error} onRetry={policy.refetch} />;
  if (!policy.data) return <Placeholder height={320} />;
  const current = policy.data.policy;
  return (
    <Editor
      key={current?.number ?? 0}
      number={current?.number ?? 0}
      saved={current?.rules ?? []}
      suggested={policy.data.suggested}
      by={current ? { who: current.created_by, at: current.created_at } : null}
    />
  );
}

interface Props {
  number: number;
  saved: Rule[];
  suggested: Rule[];
  by: { who: string; at: string } | null;
}

function Editor({ number, saved, suggested, by }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const campaigns = useCampaigns();
  const [rules, keepRules] = useState(saved);
  const preview = usePreview();
  const save = useSaveRules();

  function named(rule: Rule): Rule {
    return { ...rule, name: t(`keeping.kind_${rule.kind ?? "all"}`) };
  }

  /** What was asked of other rules says nothing of these. */
  function setRules(wanted: Rule[]) {
    keepRules(wanted);
    preview.reset();
  }

  function change(place: number, rule: Rule) {
    setRules(rules.map((one, at) => (at === place ? rule : one)));
  }

  function move(place: number, by: -1 | 1) {
    const moved = [...rules];
    const [rule] = moved.splice(place, 1);
    if (rule) moved.splice(place + by, 0, rule);
    setRules(moved);
  }

  return (
    <div className={styles.rules}>
      {by ? (
        <span className={styles.note}>
          {t("keeping.in_force", { number, who: by.who, at: format.dateTime(by.at) })}
        </span>
      ) : (
        <Alert
          type="info"
          showIcon
          title={t("keeping.no_rules")}
          action={
            rules.length === 0 && (
              <Button onClick={() => setRules(suggested.map(named))}>
                {t("keeping.use_suggested")}
              </Button>
            )
          }
        />
      )}
      {rules.map((rule, place) => (
        <RuleFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place
          key={place}
          place={place}
          last={place === rules.length - 1}
          rule={rule}
          campaigns={campaigns.data?.items ?? []}
          onChange={(wanted) => change(place, wanted)}
          onMove={(way) => move(place, way)}
          onRemove={() => setRules(rules.filter((_, at) => at !== place))}
        />
      ))}
      <div className={styles.filters}>
        <Button
          icon={<PlusOutlined />}
          onClick={() => setRules([{ ...FRESH, name: t("keeping.new_rule") }, ...rules])}
        >
          {t("keeping.add_rule")}
        </Button>
        <Button
          type="primary"
          disabled={rules.length === 0}
          loading={preview.isPending}
          onClick={() => preview.mutate(rules)}
        >
          {t("keeping.preview")}
        </Button>
      </div>
      {preview.isError && <ProblemPanel error={preview.error} inline />}
      {preview.data && (
        <Modal
          open
          title={t("keeping.preview_title")}
          okText={t("keeping.save")}
          okButtonProps={{ danger: true, loading: save.isPending }}
          cancelText={t("keeping.cancel")}
          onCancel={() => preview.reset()}
          onOk={() => save.mutate({ rules, after: number }, { onSuccess: () => preview.reset() })}
        >
          {save.isError && <ProblemPanel error={save.error} inline />}
          <Outlook preview={preview.data} rules={rules} />
        </Modal>
      )}
    </div>
  );
}

/** What the rules would delete, and what to think about. */
function Outlook({ preview, rules }: { preview: Preview; rules: Rule[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.form}>
      {preview.counts.length === 0 && <p>{t("keeping.nothing_due")}</p>}
      <ul>
        {preview.counts.map(({ rule, depth, tonight, month }) => (
          <li key={`${rule}-${depth}`}>
            {t("keeping.due", {
              rule: rules[rule]?.name ?? "",
              what: t(`keeping.depth_${depth}`),
              tonight,
              month,
            })}
          </li>
        ))}
      </ul>
      {preview.held_tonight > 0 && <p>{t("keeping.held", { count: preview.held_tonight })}</p>}
      {preview.cautions.map(({ rule, code }) => (
        <Alert
          key={`${rule}-${code}`}
          type="warning"
          showIcon
          title={t(`keeping.caution_${code}`, { rule: rules[rule]?.name ?? "" })}
        />
      ))}
    </div>
  );
}
