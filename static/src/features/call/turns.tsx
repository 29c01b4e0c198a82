import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Hit, Utterance } from "../../lib/api";
import { cutIntoPieces, type Piece, pieceAt } from "./pieces";
import { type Player, usePlayer } from "./player";
import styles from "./transcript.module.css";
import { Turn } from "./turn";

interface Props {
  utterances: readonly Utterance[];
  hits: readonly Hit[];
  player: Player;
  following: boolean;
}

interface Cut {
  utterance: Utterance;
  pieces: Piece[];
}

/** The conversation as two columns of turns in the order they began. */
export function Turns({ utterances, hits, player, following }: Props) {
  const { t } = useTranslation();
  const turns = useMemo(() => cutAll(utterances, hits), [utterances, hits]);
  const active = usePlayer(player, (it) => turnAt(turns, it.time_s()));
  const piece = usePlayer(player, (it) => pieceOf(turns, active, it.time_s()));
  const list = useFollowing(active, following);
  const mixed = utterances.every(({ channel }) => channel === "mixed");

  return (
    <div className={styles.scroller}>
      <div className={styles.speakers} data-mixed={mixed} aria-hidden="true">
        {mixed ? (
          <span>{t("call.speaker_mixed")}</span>
        ) : (
          <>
            <span>{t("call.speaker_agent")}</span>
            <span>{t("call.speaker_customer")}</span>
          </>
        )}
      </div>
      <ol ref={list} className={styles.turns}>
        {turns.map(({ utterance, pieces }, place) => (
          <Turn
            key={`${utterance.channel} ${utterance.start_s}`}
            utterance={utterance}
            pieces={pieces}
            active={place === active}
            activePiece={place === active ? piece : -1}
            onPlay={player.playFrom}
          />
        ))}
      </ol>
    </div>
  );
}

/** Hits name utterances by their place in the transcript, so cut before sorting. */
function cutAll(utterances: readonly Utterance[], hits: readonly Hit[]): Cut[] {
  return utterances
    .map((utterance, place) => ({
      utterance,
      pieces: cutIntoPieces(
        utterance,
        hits.filter((hit) => hit.utterance === place),
      ),
    }))
    .sort((a, b) => a.utterance.start_s - b.utterance.start_s);
}

function turnAt(turns: readonly Cut[], second: number): number {
  return turns.findLastIndex(
    ({ utterance }) => utterance.start_s <= second && second < utterance.end_s,
  );
}

function pieceOf(turns: readonly Cut[], turn: number, second: number): number {
  return pieceAt(turns[turn]?.pieces ?? [], second);
}

/** Keeps the turn being heard in sight. */
function useFollowing(active: number, following: boolean) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (!following || active < 0) return;
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active, following]);
  return list;
}
