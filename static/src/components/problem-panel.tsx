import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { usePreferences } from "../lib/preferences";
import { asProblem, type Problem } from "../lib/problem";
import { CopyButton } from "./copy-button";
import styles from "./problem-panel.module.css";

const NAMES = {
  [-1]: "unexpected",
  0: "unreachable",
  401: "signed_out",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  429: "throttled",
} as const;

const KNOWN = [
  "quota_reached",
  "task_not_found",
  "task_taken",
  "task_closed",
  "task_not_yours",
  "already_queued",
  "not_scored",
  "not_a_reviewer",
  "call_unknown",
  "due_in_past",
  "plan_not_found",
  "plan_name_taken",
  "draft_changed",
  "plan_changed",
  "preview_too_long",
  "replay_too_long",
  "replay_not_past",
  "replay_uneven",
  "plan_beyond_scope",
  "not_scored_yet",
  "review_finished",
  "claimed_by_another",
  "own_call",
  "own_team",
  "review_closed",
  "review_incomplete",
  "place_not_in_call",
  "found_already",
  "corrections_overlap",
  "recording_unreadable",
  "recording_too_long",
  "recording_too_large",
  "recording_not_set_aside",
  "recording_is_being_heard",
  "speakers_unknown",
  "transcript_not_newest",
  "engine_unknown",
  "language_unknown",
  "hot_words_wrong",
  "pause_beyond_scope",
  "pause_not_found",
  "recording_not_queued",
  "source_not_found",
  "disk_nearly_full",
  "storage_down",
  "call_not_found",
  "origin_refused",
  "mapping_incomplete",
  "mapping_name_taken",
  "import_started_already",
  "import_not_going",
  "import_not_stopped",
  "sheet_unknown",
  "format_unfit",
  "payload_unreadable",
  "source_settings_wrong",
  "source_beyond_scope",
  "delivery_not_found",
  "unmatched_recording_not_found",
  "scorecard_name_taken",
  "version_is_published",
  "version_is_retired",
  "scorecard_wrong",
  "yaml_wrong",
  "word_pack_in_use",
  "word_pack_unknown",
  "periods_overlap",
  "fact_name_wrong",
  "too_many_facts",
  "dialogue_wrong",
  "transcript_not_found",
  "trial_period_wrong",
  "nothing_to_compare_with",
  "trial_is_over",
  "trial_not_done",
  "unit_name_taken",
  "unit_in_use",
  "unit_has_agents",
  "unit_below_itself",
  "unit_above_scope",
  "unit_unknown",
  "unit_archived",
  "already_in_team",
  "membership_begun",
  "move_beyond_scope",
  "agent_unknown",
  "agent_code_taken",
  "campaign_code_taken",
  "name_matched",
  "name_unknown",
  "beyond_scope",
  "table_unknown",
  "organisation_changed",
  "import_rows_refused",
  "import_applied_already",
  "beyond_your_own",
  "not_permitted",
  "not_your_review",
  "user_not_found",
  "role_not_found",
  "key_not_found",
  "provider_not_found",
  "session_not_found",
  "deputy_not_found",
  "broken_glass_not_found",
  "hold_not_found",
  "request_not_found",
  "review_not_found",
  "hit_not_in_review",
  "has_second_factor",
  "no_second_factor",
  "nothing_to_confirm",
  "second_factor_demanded",
  "provider_key_taken",
  "provider_insecure",
  "provider_silent",
  "default_not_possible",
  "default_unknown",
  "mapping_empty",
  "mapping_repeated",
  "mapping_unit_unknown",
  "key_revoked",
  "network_unusable",
  "expiry_passed",
  "overlap_too_long",
  "scopes_not_together",
  "source_needed",
  "last_administrator",
  "login_taken",
  "login_unusable",
  "agent_needed",
  "user_needs_unit",
  "unit_not_in_scope",
  "company_stays",
  "role_in_use",
  "role_name_taken",
  "deputy_unsuitable",
  "deputy_period_wrong",
  "nothing_behind_glass",
  "reason_needed",
  "review_changed",
  "not_superseded",
  "no_corrections",
  "muted_already",
  "reason_without_rejection",
  "number_unusable",
  "request_not_confirmed",
  "request_subject_unknown",
  "hold_subject_unknown",
  "hold_lifted",
  "policy_changed",
  "rules_unusable",
  "run_under_way",
  "alert_not_found",
  "alert_rule_not_found",
  "alert_rule_name_taken",
  "alert_rule_changed",
  "alert_channel_not_found",
  "alert_channel_name_taken",
  "alert_channel_changed",
  "alert_channel_unknown",
  "alert_not_previewable",
  "too_many_per_minute",
  "goal_not_found",
  "goal_subject_wrong",
  "goal_agent_campaign",
  "goal_too_early",
  "goal_not_yours",
] as const;

interface Props {
  error: unknown;
  /** As wide as its place, for trouble with a part of a screen. */
  inline?: boolean;
  onRetry?: (() => void) | undefined;
}

/** What happened, whether anything was lost, what to do, and the id to quote. */
export function ProblemPanel({ error, inline = false, onRetry }: Props) {
  const { t } = useTranslation();
  const problem = asProblem(error);
  const name = nameOf(problem);
  const known = knownOf(problem);

  return (
    <Alert
      className={inline ? undefined : styles.panel}
      type={problem.status >= 500 || problem.status <= 0 ? "error" : "warning"}
      showIcon
      title={known ? t(`problem.known.${known}`) : t(`problem.${name}`)}
      description={
        <>
          <p>{t(`problem.${name}_help`)}</p>
          {!known && <Detail problem={problem} />}
          {problem.instance && <ProblemId id={problem.instance} />}
        </>
      }
      action={<WayOut problem={problem} onRetry={onRetry} />}
    />
  );
}

/** Trying again helps against trouble, not against what is forbidden or missing. */
function WayOut({ problem, onRetry }: { problem: Problem; onRetry: Props["onRetry"] }) {
  const { t } = useTranslation();
  if (problem.status === 403 || problem.status === 404)
    return <Button href="/">{t("app.home")}</Button>;
  return onRetry ? <Button onClick={onRetry}>{t("action.retry")}</Button> : null;
}

/** The server's own sentence is English; it only repeats the headline to other readers. */
function Detail({ problem }: { problem: Problem }) {
  const { language } = usePreferences();
  return language === "en" && problem.detail ? <p>{problem.detail}</p> : null;
}

function ProblemId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <p className={styles.id}>
      {t("problem.id")} <code>{id.replace("urn:uuid:", "")}</code>
      <CopyButton text={id} label={t("problem.copy_id")} />
    </p>
  );
}

function knownOf({ type }: Problem) {
  return KNOWN.find((one) => type === `/problems/${one.replaceAll("_", "-")}`);
}

/** What happened in one sentence, for places that hold no more. */
export function useProblemSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    const problem = asProblem(error);
    const known = knownOf(problem);
    return known ? t(`problem.known.${known}`) : t(`problem.${nameOf(problem)}`);
  };
}

function nameOf({ status }: Problem) {
  if (status in NAMES) return NAMES[status as keyof typeof NAMES];
  return status >= 500 ? "unavailable" : "rejected";
}
