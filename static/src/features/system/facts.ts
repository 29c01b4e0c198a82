/** The numbers of each part, as rows of a card. */
import { useTranslation } from "react-i18next";

import { useAgo } from "../../lib/ago";
import type { System, SystemCard } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import { errorsOf, secondsUntil } from "./reasons";
import { useSpan } from "./use-span";

interface Fact {
  term: string;
  text: string;
}

export function useFacts(system: System): Record<SystemCard["name"], Fact[]> {
  const { t } = useTranslation();
  const format = useFormat();
  const span = useSpan();
  const since = useSince();
  const { database, storage, intake, queue, workers, boards, version, errors } = system;
  const fact = (term: FactName, text: string): Fact => ({ term: t(`system.fact.${term}`), text });
  const spanOf = (seconds: number | null) => (seconds === null ? NO_VALUE : span(seconds));
  const waiting = queue.jobs.reduce((sum, one) => sum + one.waiting, 0);
  const oldest = queue.jobs
    .map((one) => one.oldest_at ?? "")
    .filter(Boolean)
    .toSorted()[0];
  const standbys = database.standbys.map((one) => `${one.name} ${spanOf(one.lag_s)}`);
  return {
    database: [
      fact("answer", span(database.answer_s)),
      fact(
        "connections",
        t("system.of", {
          part: format.count(database.connections),
          whole: format.count(database.connections_max),
        }),
      ),
      fact("size", format.bytes(database.size_bytes)),
      fact("oldest_transaction", since(database.oldest_transaction_at)),
      ...(standbys.length > 0 ? [fact("standbys", format.list(standbys))] : []),
      fact("up_since", since(database.started_at)),
    ],
    storage: [
      fact("free", free()),
      fact("per_day", format.bytes(storage.per_day_bytes)),
      fact("full_at", fullIn()),
    ],
    intake: [
      fact("events_per_minute", format.decimal(intake.events_per_minute)),
      fact("lag_p50", spanOf(intake.lag_p50_s)),
      fact("lag_p95", spanOf(intake.lag_p95_s)),
      ...intake.silent.map((one) => ({ term: one.source, text: since(one.since) })),
    ],
    queue: [
      fact("waiting", format.count(waiting)),
      fact("oldest", since(oldest ?? null)),
      fact("recordings_waiting", format.count(queue.recordings.waiting ?? 0)),
      fact("set_aside", format.count(queue.recordings.set_aside ?? 0)),
    ],
    workers: [
      ...workers.engines
        .filter((one) => one.real_time_factor !== null || one.last_at)
        .flatMap((one) => [
          fact(
            "factor",
            one.real_time_factor === null ? NO_VALUE : format.factor(one.real_time_factor),
          ),
          fact("last_heard", since(one.last_at)),
        ]),
      ...workers.workers.map((one) => ({ term: one.name, text: workerText(one) })),
    ],
    boards: [
      fact("viewers", format.count(boards.viewers)),
      fact("boards_p95", spanOf(boards.p95_s)),
      ...boards.processes.map((one) => ({
        term: one.name,
        text: t("system.started", { ago: since(one.started_at) }),
      })),
    ],
    channels: system.channels.map((one) => ({
      term: one.name,
      text: t("system.failed_messages", { count: one.failed }),
    })),
    backups: [fact("last_backup", system.backup_at ? since(system.backup_at) : t("system.never"))],
    version: [fact("earshot", version.earshot), fact("migration", version.migration)],
    settings: [],
    keys: system.keys.map((one) => ({ term: one.name, text: format.dateTime(one.expires_at) })),
    errors: [
      fact("errors", format.count(errorsOf(system))),
      ...Object.entries({ ...errors.problems, ...errors.jobs }).map(([term, count]) => ({
        term,
        text: format.count(count),
      })),
    ],
  };

  function fullIn(): string {
    const reasons = system.cards.flatMap(({ told }) => told.map(({ reason }) => reason));
    if (reasons.includes("disk_full")) return t("system.full_now");
    if (storage.full_at === null) return t("system.not_soon");
    return t("system.in", { span: span(secondsUntil(storage.full_at, system.at)) });
  }

  function free(): string {
    if (storage.free_bytes === null) return t("system.bucket");
    return t("system.of", {
      part: format.bytes(storage.free_bytes),
      whole: format.bytes(storage.total_bytes ?? 0),
    });
  }

  function workerText(worker: System["workers"]["workers"][number]): string {
    if (worker.trouble)
      return t("system.ended", { ago: since(worker.seen_at), trouble: worker.trouble });
    if (!worker.alive) return t("system.lost", { ago: since(worker.seen_at) });
    const models = worker.engines.map((one) => one.model ?? one.name);
    return t("system.alive", { models: format.list(models), ago: since(worker.started_at) });
  }
}

type FactName =
  | "answer"
  | "connections"
  | "size"
  | "oldest_transaction"
  | "standbys"
  | "up_since"
  | "free"
  | "per_day"
  | "full_at"
  | "events_per_minute"
  | "lag_p50"
  | "lag_p95"
  | "waiting"
  | "oldest"
  | "recordings_waiting"
  | "set_aside"
  | "factor"
  | "last_heard"
  | "viewers"
  | "boards_p95"
  | "last_backup"
  | "earshot"
  | "migration"
  | "errors";

function useSince(): (instant: string | null) => string {
  const ago = useAgo();
  const now_ms = useNow();
  return (instant) => (instant === null ? NO_VALUE : ago(instant, now_ms));
}
