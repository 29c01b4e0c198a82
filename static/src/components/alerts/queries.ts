/** Saying that somebody sees to an alert. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";

/** Begins the key of all that is read about alerts. */
export const ALERTS = ["alerts"] as const;

interface Wish {
  alert_id: string;
  note: string | null;
}

export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ alert_id, note }: Wish) =>
      ask(
        api.POST("/api/v1/alerts/{alert_id}/acknowledge", {
          params: { path: { alert_id } },
          body: { note },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ALERTS }),
  });
}
