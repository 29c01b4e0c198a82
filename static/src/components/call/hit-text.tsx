import { Tooltip } from "antd";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { Hit } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { useMarking } from "./marking";
import { toneOf } from "./marks";
import styles from "./transcript.module.css";

interface Props {
  hit: Hit;
  onPlay: (second: number) => void;
  children: ReactNode;
}

const TONE_WORDS = { act: "hit_fatal", look: "hit_violation", good: "hit_good" } as const;

/** Words that a rule is about; a link, so that its second can be sent to a colleague. */
export function HitText({ hit, onPlay, children }: Props) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const { stateOf, current, onHit } = useMarking();
  const state = stateOf(hit.id);
  const tone = toneOf(hit);
  const here = new URLSearchParams(params);
  here.set("t", hit.start_s.toFixed(1));

  function press(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (onHit) onHit(hit);
    else onPlay(hit.start_s);
  }

  return (
    <Tooltip
      title={[
        t(`call.${TONE_WORDS[tone]}`),
        hit.rule_name,
        state ? t(`review.hit_state.${state}`) : "",
      ]
        .filter(Boolean)
        .join(" · ")}
    >
      <Link
        className={styles.hit}
        data-tone={tone}
        data-state={state ?? undefined}
        aria-current={hit.id === current || undefined}
        to={`?${here}`}
        aria-label={t("call.hit", {
          rule: hit.rule_name,
          quote: hit.quote,
          at: formatDuration(hit.start_s),
        })}
        onClick={press}
      >
        {children}
      </Link>
    </Tooltip>
  );
}
