import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { AppealState } from "../../components/appeals/appeal-state";
import { Timeline } from "../../components/appeals/timeline";
import { Deck } from "../../components/call/deck";
import { createPlayer, type Player } from "../../components/call/player";
import { useCall, useTranscript } from "../../components/call/queries";
import { Turns } from "../../components/call/turns";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { useCan } from "../../lib/session";
import { AppealedLine } from "./appealed-line";
import styles from "./appeals.module.css";
import { Decide } from "./decide";
import type { Act, AppealDetail } from "./queries";

interface Props {
  appeal: AppealDetail;
  onStep: (by: 1 | -1) => void;
  onDecided: (act: Act) => void;
}

const LEAD_S = 2;
const NOTHING: never[] = [];

/** One appeal: what is said against it, the result it is about, the call at its second. */
export function AppealView({ appeal, onStep, onDecided }: Props) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const [player] = useState(createPlayer);
  const call = useCall(appeal.call_id);
  useAppealKeys(player, onStep);
  const { agent_name, rule_name, reason, text, filed_at, state, round } = appeal;
  const agent = agent_name ?? t("clips.nobody_called");

  return (
    <section className={styles.view} aria-label={t("appeals.of_agent", { agent, rule: rule_name })}>
      <header className={styles.viewHead}>
        <h2>{t("appeals.of_agent", { agent, rule: rule_name })}</h2>
        <AppealState state={state} />
      </header>
      <Where appeal={appeal} />
      {call.data ? (
        <Heard key={appeal.id} call={call.data} appeal={appeal} player={player} />
      ) : call.isError ? (
        <ProblemPanel error={call.error} onRetry={call.refetch} inline />
      ) : (
        <Placeholder height={180} />
      )}
      <div className={styles.sides}>
        <section className={styles.card}>
          <h3>{t("appeals.said")}</h3>
          <p>
            <em>{t(`appeals.reasons.${reason}`)}</em>
          </p>
          <p className={styles.text}>{text}</p>
          <p className={styles.note}>
            {t("appeals.filed_at", { at: dateTime(filed_at) })}
            {round > 1 && ` · ${t("appeals.round", { round })}`}
          </p>
          <h3>{t("appeals.timeline")}</h3>
          <Timeline events={appeal.events} />
        </section>
        <AppealedLine appeal={appeal} player={player} />
      </div>
      <Decide appeal={appeal} onDecided={onDecided} />
    </section>
  );
}

function Where({ appeal }: { appeal: AppealDetail }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { call_started_at, campaign_name, quote, start_s, state, step, steps, role, due_at } =
    appeal;
  const told = [
    [dateTime(call_started_at), campaign_name].filter(Boolean).join(" "),
    start_s === null
      ? t("appeals.whole_line")
      : t("appeals.quote_at", { at: formatDuration(start_s), quote: quote ?? "" }),
    state === "open" &&
      t("appeals.step_of", { step: step + 1, steps: steps.length, role: t(`words.role.${role}`) }),
    state === "open" && t("appeals.due", { at: dateTime(due_at) }),
  ];
  return <p className={styles.note}>{told.filter(Boolean).join(" · ")}</p>;
}

interface HeardProps {
  call: CallDetail;
  appeal: AppealDetail;
  player: Player;
}

/** The sound at the appealed second, and the words around it. */
function Heard({ call, appeal: { start_s, result }, player }: HeardProps) {
  const { t } = useTranslation();
  const mayListen = useCan("calls:listen");
  const transcript = useTranscript(call, result?.transcript_id);
  const hits = result?.hits ?? NOTHING;
  const utterances = transcript.data?.utterances ?? NOTHING;
  useEffect(() => {
    if (start_s !== null) player.seek(start_s - LEAD_S);
  }, [player, start_s]);
  return (
    <>
      {call.recording && mayListen ? (
        <Deck call={call} player={player} hits={hits} utterances={utterances} acoustics={null} />
      ) : (
        <p className={styles.note}>{t("player.no_listen")}</p>
      )}
      {utterances.length > 0 && (
        <div className={styles.words}>
          <Turns utterances={utterances} leftOut={NOTHING} hits={hits} player={player} following />
        </div>
      )}
    </>
  );
}

function useAppealKeys(player: Player, onStep: Props["onStep"]): void {
  const shortcuts = useMemo<Shortcut[]>(
    () => [
      { keys: [" "], label: "play", run: player.toggle },
      { keys: ["j"], label: "next_one", run: () => onStep(1) },
      { keys: ["k"], label: "previous_one", run: () => onStep(-1) },
    ],
    [player, onStep],
  );
  useShortcuts(shortcuts);
}
