import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Hit, LeftOut, Utterance } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { LeftOutLine } from "./left-out-line";
import { type Marking, useMarking } from "./marking";
import { asWritten, cutIntoPieces, type Piece, pieceAt } from "./pieces";
import { type Player, usePlayer } from "./player";
import styles from "./transcript.module.css";
import { Turn } from "./turn";
import { type Row, weave } from "./weave";

interface Props {
  utterances: readonly Utterance[];
  leftOut: readonly LeftOut[];
  hits: readonly Hit[];
  player: Player;
  following: boolean;
}

interface Cut {
  start_s: number;
  /** Its number in the transcript. */
  number: number;
  utterance: Utterance;
  pieces: Piece[];
}

/** The conversation as two columns of turns in the order they began. */
export function Turns({ utterances, leftOut, hits, player, following }: Props) {
  const { t } = useTranslation();
  const { written_numbers } = usePreferences();
  const { corrections } = useMarking();
  const turns = useMemo(
    () => cutAll(utterances, hits, corrections, written_numbers),
    [utterances, hits, corrections, written_numbers],
  );
  const rows = useMemo(() => weave(turns, leftOut), [turns, leftOut]);
  const active = usePlayer(player, (it) => turnAt(turns, it.time_s()));
  const piece = usePlayer(player, (it) => pieceOf(turns, active, it.time_s()));
  const list = useFollowing(rowOf(rows, active), following);
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
        {rows.map((row) =>
          "gap" in row ? (
            <LeftOutLine
              key={`gap ${row.gap[0]?.start_s}`}
              gap={row.gap}
              onPlay={player.playFrom}
            />
          ) : (
            <Turn
              key={`${row.turn.utterance.channel} ${row.turn.start_s}`}
              number={row.turn.number}
              utterance={row.turn.utterance}
              pieces={row.turn.pieces}
              active={row.place === active}
              activePiece={row.place === active ? piece : -1}
              onPlay={player.playFrom}
            />
          ),
        )}
      </ol>
    </div>
  );
}

/** Hits name utterances by their place in the transcript, so cut before sorting. */
function cutAll(
  utterances: readonly Utterance[],
  hits: readonly Hit[],
  corrections: Marking["corrections"],
  written: boolean,
): Cut[] {
  return utterances
    .map((utterance, number) => {
      const here = hits.filter((hit) => hit.utterance === number);
      const verbatim = cutIntoPieces(utterance, here, corrections.get(number));
      const pieces = written ? asWritten(verbatim) : verbatim;
      return { number, utterance, pieces, start_s: utterance.start_s };
    })
    .sort((a, b) => a.start_s - b.start_s);
}

function rowOf(rows: readonly Row<Cut>[], turn: number): number {
  return turn < 0 ? -1 : rows.findIndex((row) => "place" in row && row.place === turn);
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
