import { useQuery } from "@tanstack/react-query";
import { Badge } from "antd";
import { useTranslation } from "react-i18next";

import { api, ask } from "../lib/api";

const LOOK_MS = 60_000;

/** How many names of dialers wait for somebody to say whose they are; nothing for who may not know. */
export function UnmatchedBadge() {
  const { t } = useTranslation();
  const waiting = useQuery({
    queryKey: ["unmatched", "count"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/identities/unmatched/count", { signal })),
    refetchInterval: LOOK_MS,
    retry: false,
  });
  const count = waiting.data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Badge
      count={count}
      size="small"
      offset={[4, -2]}
      title={t("nav.unmatched_count", { count })}
      overflowCount={999}
    />
  );
}
