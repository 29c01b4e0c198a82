import { Spin } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { hasStatus } from "../../lib/problem";
import { useSettled } from "../../lib/settled";
import { isFinished, type RuleDraft, toWish } from "./draft";
import { type RulePreview, useRulePreview } from "./rule-queries";
import styles from "./rules.module.css";

const SETTLED_MS = 600;
/** More than this in a day, and people stop looking. */
const BEARABLE = 20;
/** What can be told of the past. */
const MEASURED = ["idle", "call", "wrap_up", "break", "fatal_hit"];

/** How often the rule would have been raised, while it is being written. */
export function RulePreviewPanel({ draft }: { draft: RuleDraft }) {
  const { t } = useTranslation();
  const text = useSettled(JSON.stringify(draft), SETTLED_MS);
  const { condition, unit_id, campaign_id } = toWish(JSON.parse(text) as RuleDraft);
  const measured = MEASURED.includes(condition.kind);
  const finished = isFinished(condition);
  const preview = useRulePreview(
    { condition, unit_id: unit_id ?? null, campaign_id: campaign_id ?? null },
    measured && finished,
  );
  const silent = !measured ? "unmeasured" : !finished ? "unfinished" : null;
  return (
    <section className={styles.preview} aria-labelledby="rule-preview" aria-live="polite">
      <header className={styles.previewHead}>
        <h2 id="rule-preview">{t("alert_rules.preview.title")}</h2>
        {preview.isFetching && <Spin size="small" />}
      </header>
      {silent ? (
        <p className={styles.note}>{t(`alert_rules.preview.${silent}`)}</p>
      ) : (
        <Answer preview={preview} />
      )}
    </section>
  );
}

function Answer({ preview }: { preview: ReturnType<typeof useRulePreview> }) {
  const { t } = useTranslation();
  if (preview.data && !preview.error) return <Told preview={preview.data} />;
  // What is missing or too large stands at its field.
  if (hasStatus(preview.error, 422))
    return <p className={styles.note}>{t("alert_rules.preview.unfinished")}</p>;
  if (preview.error) return <ProblemPanel error={preview.error} onRetry={preview.refetch} inline />;
  return <Placeholder height={96} />;
}

function Told({ preview: { times, agents, days } }: { preview: RulePreview }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const most = Math.max(1, ...days.map((one) => one.times));
  if (times === 0) return <p>{t("alert_rules.preview.none")}</p>;
  return (
    <>
      <p>
        <strong>
          {agents > 0
            ? t("alert_rules.preview.times", { times: count(times), agents: count(agents) })
            : t("alert_rules.preview.times_only", { times: count(times) })}
        </strong>
      </p>
      <ol className={styles.days7}>
        {days.map(({ day, times: on }) => (
          <li key={day} aria-label={t("alert_rules.preview.day", { day, times: count(on) })}>
            <span>{count(on)}</span>
            <span className={styles.bar} style={{ height: `${(on / most) * 100}%` }} />
            <time dateTime={day}>{day.slice(5)}</time>
          </li>
        ))}
      </ol>
      {times > BEARABLE * days.length && (
        <p className={styles.look}>{t("alert_rules.preview.many", { count: BEARABLE })}</p>
      )}
    </>
  );
}
