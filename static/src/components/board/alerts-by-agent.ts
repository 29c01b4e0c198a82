/** Alerts by whom they are about. Pure. */
import type { AlertCard } from "../../lib/api";

export function byAgent(alerts: Iterable<AlertCard>): ReadonlyMap<string, readonly AlertCard[]> {
  const found = new Map<string, AlertCard[]>();
  for (const alert of alerts) {
    if (!alert.agent_id) continue;
    found.set(alert.agent_id, [...(found.get(alert.agent_id) ?? []), alert]);
  }
  return found;
}

/** Agents of whom an alert waits to be acknowledged. */
export function alarmedIn(
  alertsOf: ReadonlyMap<string, readonly AlertCard[]>,
): ReadonlySet<string> {
  const waiting = [...alertsOf].filter(([, alerts]) =>
    alerts.some(({ acknowledged_at }) => !acknowledged_at),
  );
  return new Set(waiting.map(([agent]) => agent));
}
