import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { SystemCard, SystemReason } from "../../lib/api";
import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";
import { useFormat } from "../../lib/format";
import styles from "./shell.module.css";

type Notice = components["schemas"]["UserNoticeOut"];

const KEY = ["notices"] as const;
const EVERY_MS = 30_000;
const KNOWN = [
  "broken_glass_opened",
  "broken_glass_revoked",
  "deputy_appointed",
  "deputy_ended",
  "rule_asks_to_be_muted",
  "result_released",
  "appeal_to_decide",
  "appeal_due_soon",
  "appeal_accepted",
  "appeal_denied",
  "clip_shared",
  "system_bad",
  "system_good",
] as const;
/** Where more is to be seen of what some notices tell. */
const PLACES: Partial<Record<(typeof KNOWN)[number], string>> = {
  system_bad: "/settings/system",
  system_good: "/settings/system",
};
const PARTS = [
  "database",
  "storage",
  "intake",
  "queue",
  "workers",
  "boards",
  "channels",
  "backups",
  "version",
  "settings",
  "keys",
  "errors",
] as const satisfies readonly SystemCard["name"][];
/** Those that make a part as bad as to be told of. */
const WHY = [
  "connections_low",
  "clock_off",
  "disk_full",
  "full_soon",
  "source_silent",
  "no_worker",
  "channel_failing",
  "backup_old",
  "migration_differs",
  "key_unreadable",
  "key_expired",
  "errors",
] as const satisfies readonly SystemReason[];

/** What somebody should know, how much of it is unread, and the act of reading it. */
export function useNotices() {
  const client = useQueryClient();
  const notices = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask(api.GET("/api/v1/notices", { signal })),
    refetchInterval: EVERY_MS,
  });
  const read = useMutation({
    mutationFn: () => ask(api.POST("/api/v1/notices/read", { body: {} })),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  const unread = notices.data?.unread ?? 0;
  return {
    notices: notices.data?.items ?? [],
    unread,
    read: () => unread > 0 && read.mutate(),
  };
}

export function NoticeList({
  notices,
  onLeave,
}: {
  notices: readonly Notice[];
  onLeave: () => void;
}) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (notices.length === 0) return <p className={styles.meDetail}>{t("notices.none")}</p>;
  return (
    <ul className={styles.notices} aria-live="polite">
      {notices.map((notice) => (
        <li key={notice.id} data-unread={notice.read_at === null}>
          <Sentence notice={notice} onLeave={onLeave} />
          <div className={styles.meDetail}>{dateTime(notice.created_at)}</div>
        </li>
      ))}
    </ul>
  );
}

function Sentence({ notice, onLeave }: { notice: Notice; onLeave: () => void }) {
  const { t } = useTranslation();
  const { dateTime, list } = useFormat();
  const known = KNOWN.find((kind) => kind === notice.kind.replace(".", "_"));
  if (!known) return <span>{t("notices.other", { kind: notice.kind })}</span>;
  const fact = (name: string) => String(notice.facts[name] ?? "");
  const until = fact("until_at") && dateTime(fact("until_at"));
  const facts = {
    user: fact("user"),
    by: fact("by"),
    reason: fact("reason"),
    deputy: fact("deputy"),
    rule: fact("rule") || fact("rule_name"),
    title: fact("title"),
    scorecard: fact("scorecard"),
    part: partOf(fact("part")),
    why: list(whyOf(notice.facts.reasons)),
    names: list(namesOf(notice.facts.names)),
  };
  const named = known === "system_bad" && facts.names ? "system_bad_named" : known;
  const text = t(`notices.${named}`, { ...facts, until });
  const place = PLACES[known];
  if (place === undefined) return <span>{text}</span>;
  return (
    <Link to={place} onClick={onLeave}>
      {text}
    </Link>
  );

  function partOf(name: string): string {
    const part = PARTS.find((each) => each === name);
    return part ? t(`words.system_part.${part}`) : name;
  }

  /** Of dialers, channels or keys, where it is one of several. */
  function namesOf(names: unknown): string[] {
    return Array.isArray(names) ? names.map(String) : [];
  }

  function whyOf(reasons: unknown): string[] {
    const known = WHY.filter((each) => Array.isArray(reasons) && reasons.includes(each));
    return known.length > 0
      ? known.map((each) => t(`notices.why.${each}`))
      : [t("notices.why.other")];
  }
}
