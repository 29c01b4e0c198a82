import { CaretRightFilled, LeftOutlined, RightOutlined, UndoOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { HitIcon } from "../../components/call/hit-icon";
import { toneOf } from "../../components/call/marks";
import { formatDuration } from "../../lib/format";
import styles from "./hit-card.module.css";
import { type MarkedHit, placeOf } from "./hits";
import { REASONS } from "./mode";
import type { HitVerdict } from "./types";
import type { Desk } from "./use-desk";

/** The hit in hand: what it is about, and the three verdicts. */
export function HitCard({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const { hits, current, mode } = desk;
  const { machine_hidden } = desk.saving.review;
  if (!current)
    return (
      <p className={styles.none}>{t(machine_hidden ? "review.hit.hidden" : "review.hit.none")}</p>
    );
  const place = placeOf(hits, current.hit.id) + 1;
  return (
    <section
      className={styles.card}
      aria-label={t("review.hit.title", { place, all: hits.length })}
    >
      <header className={styles.head}>
        <Button
          type="text"
          size="small"
          icon={<LeftOutlined />}
          aria-label={t("player.previous_hit")}
          title={`${t("player.previous_hit")} (K)`}
          onClick={() => desk.jump(-1)}
        />
        <span className={styles.place}>{t("review.hit.place", { place, all: hits.length })}</span>
        <Button
          type="text"
          size="small"
          icon={<RightOutlined />}
          aria-label={t("player.next_hit")}
          title={`${t("player.next_hit")} (J)`}
          onClick={() => desk.jump(1)}
        />
        <StateWord marked={current} />
      </header>
      <About
        marked={current}
        muted={desk.saving.review.muted_rules.includes(current.hit.rule_key)}
        onPlay={() => desk.choose(current)}
      />
      {desk.editable &&
        (mode.kind === "reason" ? (
          <WhyNot desk={desk} />
        ) : (
          <Verdicts desk={desk} marked={current} />
        ))}
    </section>
  );
}

function StateWord({ marked: { hit, state, verdict } }: { marked: MarkedHit }) {
  const { t } = useTranslation();
  if (!state) return null;
  const reason = verdict?.reason ?? null;
  return (
    <span className={styles.state} data-state={state}>
      <HitIcon tone={toneOf(hit)} state={state} /> {t(`review.hit_state.${state}`)}
      {reason && ` · ${t(`review.reason.${reason}`)}`}
    </span>
  );
}

interface AboutProps {
  marked: MarkedHit;
  /** Somebody keeps the hits of this rule from the boards. */
  muted: boolean;
  onPlay: () => void;
}

function About({ marked: { hit, note }, muted, onPlay }: AboutProps) {
  const { t } = useTranslation();
  const at = formatDuration(hit.start_s);
  return (
    <>
      <p className={styles.rule} data-tone={toneOf(hit)}>
        <strong>{hit.rule_name}</strong>
        <span className={styles.kind}>{kind()}</span>
        {muted && <span className={styles.note}>{t("review.hit.muted")}</span>}
      </p>
      <button
        type="button"
        className={styles.quote}
        aria-label={t("review.hit.play", { at })}
        title={t("review.hit.play", { at })}
        onClick={onPlay}
      >
        <CaretRightFilled /> <span className={styles.at}>{at}</span>{" "}
        {hit.quote ? (
          <q>{hit.quote}</q>
        ) : (
          t("review.hit.no_words", { from: at, to: formatDuration(hit.end_s) })
        )}
      </button>
      {note && <p className={styles.note}>{t("review.hit.note", { note })}</p>}
    </>
  );

  function kind() {
    const severity = SEVERITIES.find((one) => one === hit.severity) ?? "major";
    if (!hit.violation) return t("call.hit_good");
    if (hit.fatal) return t("call.hit_fatal");
    return `${t("call.hit_violation")} · ${t(`conditions.severity.${severity}`)}`;
  }
}

const SEVERITIES = ["minor", "major", "critical"] as const;

const VERDICTS: readonly {
  verdict: HitVerdict;
  word: "confirm" | "reject" | "unsure";
  key: string;
}[] = [
  { verdict: "confirmed", word: "confirm", key: "Y" },
  { verdict: "rejected", word: "reject", key: "N" },
  { verdict: "unsure", word: "unsure", key: "U" },
];

function Verdicts({ desk, marked }: { desk: Desk; marked: MarkedHit }) {
  const { t } = useTranslation();
  if (marked.state === "added")
    return (
      <div className={styles.verdicts}>
        <Button size="small" danger onClick={() => desk.judge("rejected")}>
          {t("review.hit.remove")} <kbd>N</kbd>
        </Button>
      </div>
    );
  const given = marked.verdict?.verdict;
  return (
    <div className={styles.verdicts}>
      {VERDICTS.map(({ verdict, word, key }) => (
        <Button
          key={verdict}
          size="small"
          type={given === verdict ? "primary" : "default"}
          aria-pressed={given === verdict}
          onClick={() => desk.judge(verdict)}
        >
          {t(`review.hit.${word}`)} <kbd>{key}</kbd>
        </Button>
      ))}
      {given && (
        <Button
          type="text"
          size="small"
          icon={<UndoOutlined />}
          aria-label={t("review.hit.clear")}
          title={t("review.hit.clear")}
          onClick={desk.unjudge}
        />
      )}
    </div>
  );
}

/** One more digit says why it was rejected. */
function WhyNot({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.reasons}>
      <legend>{t("review.hit.ask_reason")}</legend>
      {REASONS.map((reason, place) => (
        <Button key={reason} size="small" onClick={() => desk.giveReason(place + 1)}>
          <kbd>{place + 1}</kbd> {t(`review.reason.${reason}`)}
        </Button>
      ))}
      <Button size="small" type="text" onClick={() => desk.giveReason(null)}>
        <kbd>Enter</kbd> {t("review.hit.skip_reason")}
      </Button>
    </fieldset>
  );
}
