import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAgo } from "../../lib/ago";
import type { AlertCard } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import styles from "./alerts.module.css";
import { kindOf, MEASURES } from "./kinds";
import { useRuleName } from "./rule-name";
import { SeverityIcon } from "./severity";
import { useAlertText } from "./use-alert-text";

export type ShownAlert = Pick<
  AlertCard,
  "rule_kind" | "rule_name" | "severity" | "subject" | "agent_unknown" | "raised_at"
> & { value?: number | null; limit?: number | null; count?: number };

interface Props {
  alert: ShownAlert;
  /** Where whom it is about is plain already, as on their tile. */
  bare?: boolean;
  /** How far the server's clock is ahead. */
  clockOffsetMs?: number;
  /** Where what it is about can be looked at. */
  to?: string;
  onLeave?: () => void;
  /** What can be done about it. */
  acts?: ReactNode;
}

/** One alert in a line: how grave, whom, what, how often, since when. */
export function AlertLine({ alert, bare = false, clockOffsetMs = 0, to, onLeave, acts }: Props) {
  const { t } = useTranslation();
  const { count: counted } = useFormat();
  const { about, says, allowed } = useAlertText();
  const named = useRuleName();
  const { severity, rule_name, rule_kind, limit = null, count = 1 } = alert;
  const kind = kindOf(rule_kind);
  // Beside a number of calls, how often it was raised would read as what is allowed.
  const bound = kind && MEASURES[kind] === "times" ? allowed(kind, limit) : null;
  const told = (
    <>
      {!bare && <strong>{about(alert)}</strong>} {says(alert)}
      {bound !== null && t("alerts.bound", { limit: bound })}
    </>
  );
  return (
    <div className={styles.line} title={named(rule_name)}>
      <SeverityIcon severity={severity} />
      <span className={styles.text}>
        {to ? (
          <Link to={to} {...(onLeave && { onClick: onLeave })}>
            {told}
          </Link>
        ) : (
          told
        )}
        {count > 1 && (
          <span className={styles.note}> · {t("alerts.times", { value: counted(count) })}</span>
        )}
      </span>
      <span className={styles.since}>
        <Since raised_at={alert.raised_at} clockOffsetMs={clockOffsetMs} />
        {acts}
      </span>
    </div>
  );
}

function Since({ raised_at, clockOffsetMs }: { raised_at: string; clockOffsetMs: number }) {
  const now = useNow();
  const ago = useAgo();
  return <time dateTime={raised_at}>{ago(raised_at, now + clockOffsetMs)}</time>;
}
