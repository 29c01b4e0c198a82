import { Empty, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./diff.module.css";
import { useDiff } from "./queries";
import { ruleSentences } from "./rule-sentence";
import type { Body, Change, Rule, RuleDiff } from "./types";
import { useSay } from "./use-say";

interface Props {
  scorecardId: string;
  number: number;
  against: number;
  before: Body;
  after: Body;
}

const COLORS = {
  added: "success",
  removed: "error",
  changed: "processing",
  moved: "default",
} as const;

/** What changed from one version to another: whole sentences, old and new. */
export function DiffView({ scorecardId, number, against, before, after }: Props) {
  const { t } = useTranslation();
  const diff = useDiff(scorecardId, number, against);
  if (diff.isError && !diff.data)
    return <ProblemPanel error={diff.error} inline onRetry={diff.refetch} />;
  if (!diff.data) return <Placeholder height={120} />;
  const { rules, settings } = diff.data;
  const shown = settings.filter(({ path }) => !path.startsWith("packs"));
  const packs = settings.length - shown.length;
  if (rules.length + shown.length + packs === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("scorecards.diff_none")} />;
  return (
    <div className={styles.diff}>
      <p className={styles.note}>
        {t("scorecards.diff_of", { before: against, after: number, n: rules.length })}
      </p>
      <ul>
        {rules.map((rule) => (
          <li key={rule.key}>
            <p className={styles.name}>
              <Tag color={COLORS[rule.change]}>{t(`scorecards.change.${rule.change}`)}</Tag>
              <b>{rule.name}</b>
            </p>
            <RuleChange diff={rule} before={before} after={after} />
          </li>
        ))}
        {shown.map((change) => (
          <SettingChange key={change.path} change={change} />
        ))}
        {packs > 0 && <li>{t("scorecards.diff_packs")}</li>}
      </ul>
    </div>
  );
}

function RuleChange({ diff, before, after }: { diff: RuleDiff; before: Body; after: Body }) {
  const old = useTold(before, diff.key);
  const made = useTold(after, diff.key);
  if (diff.change === "moved") return null;
  const same = old === made;
  return (
    <>
      {old && !same && <del>{old}</del>}
      {made && !same && <ins>{made}</ins>}
      {old && made && <Fields changes={diff.changes.filter(isBesides)} />}
    </>
  );
}

/** What no sentence of the rule tells. */
const BESIDES = new Set(["name", "description", "section", "severity", "needs_review"]);

function isBesides({ path }: Change): boolean {
  return BESIDES.has(path);
}

function Fields({ changes }: { changes: readonly Change[] }) {
  return (
    <ul>
      {changes.map((change) => (
        <SettingChange key={change.path} change={change} />
      ))}
    </ul>
  );
}

function SettingChange({ change: { path, before, after } }: { change: Change }) {
  const { t } = useTranslation();
  const name = useFieldName();
  return (
    <li className={styles.setting}>
      {name(path)} <del>{shown(before) ?? t("scorecards.nothing")}</del> →{" "}
      <ins>{shown(after) ?? t("scorecards.nothing")}</ins>
    </li>
  );
}

const FIELDS = [
  "name",
  "description",
  "section",
  "severity",
  "needs_review",
  "pass_score",
  "weights",
  "doubtful",
  "most_added",
  "most_deducted",
  "sections",
  "grades",
] as const;

function useFieldName(): (path: string) => string {
  const { t } = useTranslation();
  return (path) => {
    const [head, ...rest] = path.split(".");
    const known = FIELDS.find((one) => one === head);
    return [known ? t(`rules.field.${known}`) : head, ...rest].join(" · ");
  };
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The rule as one text, or "" where there is none. */
function useTold(body: Body, key: string): string {
  const say = useSay(body.rules);
  const { t } = useTranslation();
  const rule: Rule | undefined = body.rules.find((one) => one.key === key);
  if (!rule) return "";
  const { when, asks, effect } = ruleSentences(rule, say);
  const fatal = rule.fatal && t(`conditions.fatal.${rule.fatal}`);
  return [when, asks, effect, fatal].filter(Boolean).join(" · ");
}
