/** Alerts that nobody has seen to yet, for the bell and the browser's messages. */
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { ALERTS } from "../../components/alerts/queries";
import { api, ask } from "../../lib/api";
import { useSession } from "../../lib/session";
import type { Alert } from "./queries";

const EVERY_MS = 10_000;
const NEWEST = 8;
const NOBODY: readonly Alert[] = [];
const KEY = [...ALERTS, "waiting"] as const;

export interface Waiting {
  /** Whether the reader has alerts at all. */
  sees: boolean;
  /** The newest, at most eight. */
  alerts: readonly Alert[];
  /** How many there are. */
  count: number;
  critical: number;
  /** Look again now. */
  look: () => void;
}

export function useWaitingAlerts(): Waiting {
  const { permissions } = useSession();
  const client = useQueryClient();
  const sees = permissions.includes("alerts:manage") || permissions.includes("reviews:read");
  const waiting = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const query = { state: "unacknowledged", limit: NEWEST } as const;
      const [counts, newest] = await Promise.all([
        ask(api.GET("/api/v1/alerts/counts", { signal })),
        ask(api.GET("/api/v1/alerts", { params: { query }, signal })),
      ]);
      return { counts, newest: newest.items };
    },
    enabled: sees,
    refetchInterval: EVERY_MS,
  });
  const counts = waiting.data?.counts;
  return {
    sees,
    alerts: waiting.data?.newest ?? NOBODY,
    count: counts ? counts.info + counts.warning + counts.critical : 0,
    critical: counts?.critical ?? 0,
    look: () => void client.invalidateQueries({ queryKey: KEY }),
  };
}
