import { WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { api, ask } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import styles from "./views.module.css";

const LOOK_MS = 60_000;

/** On the company's board: what is in none of its numbers, and where that is mended. */
export function UnmatchedNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const matches = useCan("people:manage");
  const waiting = useQuery({
    queryKey: ["unmatched", "count"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/identities/unmatched/count", { signal })),
    refetchInterval: LOOK_MS,
    enabled: matches,
    retry: false,
  });
  const calls = waiting.data?.calls_today ?? 0;
  const fatal = waiting.data?.fatal_calls_today ?? 0;
  if (!matches || calls === 0) return null;
  return (
    <div className={styles.stale}>
      <WarningOutlined />
      <span>
        {t("views.unmatched", { value: format.count(calls) })}
        {fatal > 0 && t("views.unmatched_fatal", { value: format.count(fatal) })}{" "}
        <Link to="/team/unmatched">{t("views.unmatched_match")}</Link>
      </span>
    </div>
  );
}
