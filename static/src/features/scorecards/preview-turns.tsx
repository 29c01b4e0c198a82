import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Utterance } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { type Hit, hitsOf, runsOf } from "./hits";
import styles from "./preview.module.css";
import type { TriedLine } from "./types";

interface Props {
  utterances: readonly Utterance[];
  lines: readonly TriedLine[];
  ruleKey: string | null;
  onRule: (key: string) => void;
}

/** The dialogue with what rules found in it; the hits of the rule being written stand out. */
export function PreviewTurns({ utterances, lines, ruleKey, onRule }: Props) {
  const { t } = useTranslation();
  const hits = useMemo(() => hitsOf(lines), [lines]);
  const list = useRef<HTMLOListElement>(null);
  const first = [...hits].find(([, found]) => found.some((hit) => hit.ruleKey === ruleKey))?.[0];

  useEffect(() => {
    if (first === undefined) return;
    const turn = list.current?.children[first];
    if (turn instanceof HTMLElement && list.current)
      list.current.scrollTop = turn.offsetTop - list.current.offsetTop - 48;
  }, [first]);

  return (
    <ol ref={list} className={styles.turns} aria-label={t("scorecards.transcript")}>
      {utterances.map((said, at) => (
        <li key={`${said.channel} ${said.start_s}`} data-channel={said.channel}>
          <span className={styles.at}>{formatDuration(said.start_s)}</span>
          <span className={styles.who}>{t(`call.speaker_${said.channel}`)}</span>
          <p>
            <Text text={said.text} hits={hits.get(at) ?? []} ruleKey={ruleKey} onRule={onRule} />
          </p>
        </li>
      ))}
    </ol>
  );
}

interface TextProps {
  text: string;
  hits: readonly Hit[];
  ruleKey: string | null;
  onRule: (key: string) => void;
}

function Text({ text, hits, ruleKey, onRule }: TextProps) {
  if (hits.length === 0) return text;
  let at = 0;
  return runsOf(text, hits, ruleKey).map((run) => {
    const start = at;
    at += run.text.length;
    const { hit } = run;
    if (!hit) return <span key={start}>{run.text}</span>;
    return (
      <button
        key={start}
        type="button"
        className={styles.hit}
        data-tone={hit.tone}
        data-mine={hit.ruleKey === ruleKey || undefined}
        title={hit.ruleName}
        onClick={() => onRule(hit.ruleKey)}
      >
        {run.text}
      </button>
    );
  });
}
