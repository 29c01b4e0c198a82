/** The numbers and names within the sentences that say what is wrong. */
import { useTranslation } from "react-i18next";

import type { System, SystemReason } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useSpan } from "./use-span";

/** Whatever one of the sentences may say. */
const NOTHING = {
  count: 0,
  names: "",
  span: "",
  used: "",
  most: "",
  free: "",
  program: "",
  has: "",
  wants: "",
};

type Values = typeof NOTHING;

export function useReasonValues(system: System, reason: SystemReason): Values {
  const format = useFormat();
  const span = useSpan();
  const { t } = useTranslation();
  const { database, storage, intake, queue, boards, workers } = system;
  const standbys = database.standbys.map((each) => each.lag_s ?? 0);
  const failed = queue.jobs.reduce((sum, each) => sum + each.failed, 0);
  const lost = workers.workers.filter(({ alive }) => !alive).map(({ name }) => name);
  const now = Date.parse(system.at);
  const ended = system.keys.filter(({ expires_at }) => Date.parse(expires_at) <= now);
  const ending = system.keys.filter(({ expires_at }) => Date.parse(expires_at) > now);
  const names = (of: readonly { name: string }[]) => format.list(of.map(({ name }) => name));
  const values: Partial<Record<SystemReason, Partial<Values>>> = {
    connections_low: {
      used: format.count(database.connections),
      most: format.count(database.connections_max),
    },
    database_slow: { span: span(database.answer_s) },
    long_transaction: { program: database.oldest_transaction_of ?? "?" },
    standby_behind: { span: span(Math.max(0, ...standbys)) },
    clock_off: { span: span(Math.abs(database.clock_apart_s)) },
    disk_full: { free: format.bytes(storage.free_bytes ?? 0) },
    full_soon: { span: span(secondsUntil(storage.full_at, system.at)) },
    source_silent: {
      count: intake.silent.length,
      names: format.list(intake.silent.map(({ source }) => source)),
    },
    events_late: { span: span(intake.lag_p95_s ?? 0) },
    jobs_failed: { count: failed },
    set_aside: { count: queue.recordings.set_aside ?? 0 },
    worker_lost: { count: lost.length, names: format.list(lost) },
    boards_slow: { span: span(boards.p95_s ?? 0) },
    channel_failing: { count: system.channels.length, names: names(system.channels) },
    migration_differs: {
      has: system.version.migration,
      wants: system.version.newest_migration,
    },
    setting_wrong: {
      count: system.settings_unknown.length,
      names: format.list(system.settings_unknown.map((each) => named(each))),
    },
    key_expires: { count: ending.length, names: names(ending) },
    key_expired: { count: ended.length, names: names(ended) },
    errors: { count: errorsOf(system) },
  };
  return { ...NOTHING, ...values[reason] };

  function named({ variable, nearest }: System["settings_unknown"][number]): string {
    return nearest ? t("system.setting_meant", { variable, nearest }) : variable;
  }
}

/** From `at` on; 0 for what has come, or never does. Pure. */
export function secondsUntil(instant: string | null, at: string): number {
  return instant === null ? 0 : Math.max(0, (Date.parse(instant) - Date.parse(at)) / 1000);
}

/** Requests that failed and tries at jobs that did, in the last hour. Pure. */
export function errorsOf({ errors }: Pick<System, "errors">): number {
  return [...Object.values(errors.problems), ...Object.values(errors.jobs)].reduce(
    (sum, one) => sum + one,
    0,
  );
}
