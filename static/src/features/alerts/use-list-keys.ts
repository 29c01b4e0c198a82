import { useEffectEvent, useMemo, useState } from "react";

import { type Shortcut, useShortcuts } from "../../lib/keys";
import { useCan } from "../../lib/session";
import type { Alert } from "./queries";

const NO_KEYS: readonly Shortcut[] = [];

/** The row that keys act on, by its id: a list that changes moves it along. */
export function useListKeys(alerts: readonly Alert[], onAcknowledge: (id: string) => void) {
  const acknowledges = useCan("alerts:manage");
  const [chosen, choose] = useState<string | null>(null);

  const step = useEffectEvent((by: 1 | -1) => {
    const place = alerts.findIndex(({ id }) => id === chosen);
    const next = alerts[place < 0 ? 0 : Math.max(0, place + by)];
    if (next) choose(next.id);
  });

  const acknowledge = useEffectEvent(() => {
    const alert = alerts.find(({ id }) => id === chosen) ?? alerts[0];
    if (!alert || alert.acknowledged_at || alert.over_at) return;
    choose(alert.id);
    onAcknowledge(alert.id);
  });

  const shortcuts = useMemo<Shortcut[]>(
    () => [
      { keys: ["j"], label: "next_one", run: () => step(1) },
      { keys: ["k"], label: "previous_one", run: () => step(-1) },
      { keys: ["a"], label: "acknowledge", run: () => acknowledge() },
    ],
    [],
  );
  useShortcuts(acknowledges ? shortcuts : NO_KEYS);
  return { chosen, choose };
}
