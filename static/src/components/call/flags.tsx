import { Tooltip } from "antd";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import type { Hit } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import styles from "./deck.module.css";
import { HitIcon } from "./hit-icon";
import { useMarking } from "./marking";
import { placeFlags, toneOf } from "./marks";

/** Rows overlap by a third, so that a crowded place costs little height. */
const ROW_PX = 12;

interface Props {
  hits: readonly Hit[];
  duration_s: number;
  onPlay: (second: number) => void;
}

/** A flag per hit above the lanes; pressing one plays from its second. */
export const Flags = memo(function Flags({ hits, duration_s, onPlay }: Props) {
  const { t } = useTranslation();
  const { stateOf, current, onHit } = useMarking();
  if (duration_s <= 0) return <div className={styles.flags} />;
  const flags = placeFlags(hits, duration_s);
  return (
    <ul className={styles.flags} aria-label={t("player.flags")}>
      {flags.map(({ hit, row }) => {
        const state = stateOf(hit.id);
        const place = t("call.hit", {
          rule: hit.rule_name,
          quote: hit.quote,
          at: formatDuration(hit.start_s),
        });
        const label = state ? `${t(`review.hit_state.${state}`)} · ${place}` : place;
        return (
          <li
            key={hit.id}
            style={{ left: `${(100 * hit.start_s) / duration_s}%`, bottom: row * ROW_PX }}
          >
            <Tooltip title={label}>
              <button
                type="button"
                className={styles.flag}
                data-tone={toneOf(hit)}
                data-state={state ?? undefined}
                aria-current={hit.id === current || undefined}
                aria-label={label}
                onClick={() => (onHit ? onHit(hit) : onPlay(hit.start_s))}
              >
                <HitIcon tone={toneOf(hit)} state={state} />
              </button>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
});
