import { useTranslation } from "react-i18next";

import type { Role } from "../../lib/api";
import type { components } from "../../lib/api-types";
import { useFormat } from "../../lib/format";
import styles from "./appeals.module.css";

type Event = components["schemas"]["AppealEventOut"];

/** What became of an appeal, from the first word to the last. */
export function Timeline({ events }: { events: readonly Event[] }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.timeline} aria-label={t("appeals.timeline")}>
      {events.map((event) => (
        <Entry key={`${event.at} ${event.act}`} event={event} />
      ))}
    </ol>
  );
}

function Entry({ event }: { event: Event }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { act, by, role, reason, text, at } = event;
  const who = [by?.name, nameOf()].filter(Boolean).join(" · ");
  return (
    <li data-act={act}>
      <p>
        <strong>{t(`appeals.act.${act}`)}</strong>{" "}
        <span className={styles.note}>
          {who} · {dateTime(at)}
        </span>
      </p>
      {(reason || text) && (
        <p className={styles.said}>
          {reason && <em>{t(`appeals.reasons.${reason}`)}</em>} {text}
        </p>
      )}
    </li>
  );

  function nameOf(): string {
    if (role === "agent" || role === "system") return t(`appeals.who.${role}`);
    // The server leaves the set open for those two; all others are roles.
    return t(`words.role.${role as Role}`);
  }
}
