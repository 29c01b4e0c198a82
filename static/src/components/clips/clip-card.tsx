import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { formatDuration, useFormat } from "../../lib/format";
import styles from "./clips.module.css";
import type { Clip } from "./queries";
import { SoundBar } from "./sound-bar";
import { addressOf } from "./stretch";

interface Props {
  clip: Clip;
  /** What somebody can do with it. */
  children?: ReactNode;
}

/** A clip: what it shows, and exactly its stretch to play. */
export function ClipCard({ clip, children }: Props) {
  const { t } = useTranslation();
  const { dateTime, list } = useFormat();
  const { id, call_id, from_s, to_s, title, note, kind, shared_with, may_change } = clip;
  const stretch = { start_s: from_s, end_s: to_s };
  return (
    <article className={styles.card} aria-label={title}>
      <p className={styles.title}>
        <strong>{title}</strong>{" "}
        <span className={styles.kind} data-kind={kind}>
          {t(`clips.kinds.${kind}`)}
        </span>
      </p>
      {note && <p className={styles.said}>{note}</p>}
      <SoundBar src={`/api/v1/clips/${id}/audio`} duration_s={to_s - from_s} label={title} />
      <p className={styles.note}>
        {[
          clip.agent_name,
          clip.campaign_name,
          t("clips.by", { who: clip.created_by.name, at: dateTime(clip.created_at) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {may_change && (
        <p className={styles.note}>
          {shared_with.length > 0
            ? t("clips.shared_with", { names: list(shared_with.map(({ name }) => name)) })
            : t("clips.shared_none")}
        </p>
      )}
      {(call_id || children) && (
        <div className={styles.ways}>
          {call_id && (
            <Link to={addressOf(call_id, stretch)}>
              {t("clips.open_call")} {formatDuration(from_s)}–{formatDuration(to_s)}
            </Link>
          )}
          {children}
        </div>
      )}
    </article>
  );
}
