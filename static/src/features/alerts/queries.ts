/** What pages and the bell read of alerts, and what is done about them. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ALERTS } from "../../components/alerts/queries";
import { api, ask } from "../../lib/api";
import type { components, operations } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Alert = Schemas["AlertOut"];
export type AlertDetail = Schemas["AlertDetailOut"];
export type AlertDelivery = Schemas["AlertDeliveryOut"];
export type AlertsQuery = NonNullable<operations["list_alerts"]["parameters"]["query"]>;

const OFTEN_MS = 5_000;
const LONG_MS = 5 * 60_000;
const ALL = 500;

/** Open ones change by themselves; what is over does not. */
export function useAlerts(query: AlertsQuery, live: boolean) {
  return useQuery({
    queryKey: [...ALERTS, "listed", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/alerts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: live && OFTEN_MS,
  });
}

/** One alert, with the channels it was told by. */
export function useAlert(alert_id: string) {
  return useQuery({
    queryKey: [...ALERTS, "one", alert_id],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/alerts/{alert_id}", { params: { path: { alert_id } }, signal })),
  });
}

/** What alerts and rules can be narrowed to. */
export function usePlaces() {
  return useQuery({
    queryKey: ["places", "alerts"],
    queryFn: async ({ signal }) => {
      const params = { query: { limit: ALL } };
      const [units, campaigns, agents] = await Promise.all([
        ask(api.GET("/api/v1/units", { params, signal })),
        ask(api.GET("/api/v1/campaigns", { params, signal })),
        ask(api.GET("/api/v1/agents", { params, signal })),
      ]);
      return { units: units.items, campaigns: campaigns.items, agents: agents.items };
    },
    staleTime: LONG_MS,
  });
}
