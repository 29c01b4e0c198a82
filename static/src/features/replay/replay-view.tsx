import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import styles from "../../components/board/board.module.css";
import type { Replay } from "../../lib/api";
import { ClockProvider } from "../../lib/now";
import { Deck } from "./deck";
import { marksOf } from "./marks";
import { PastBoard } from "./past-board";
import type { Place, Speed } from "./place";
import { ReplayHead } from "./replay-head";
import { usePlaceInUrl } from "./use-place-in-url";
import { usePlayer } from "./use-player";
import { useReplayKeys } from "./use-replay-keys";

interface Props {
  unitId: string;
  place: Place;
  replay: Replay;
}

/** The player, and the board as it was where the player stands. */
export function ReplayView({ unitId, place, replay }: Props) {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const player = usePlayer(replay, place.at_s, place.speed);
  const marks = useMemo(() => marksOf(replay), [replay]);
  const setSpeed = (speed: Speed) =>
    setParams(
      (before) => new URLSearchParams([...without(before, "speed"), ["speed", `${speed}`]]),
      {
        replace: true,
      },
    );
  usePlaceInUrl(player, place.speed);
  useReplayKeys(player, marks, place.speed, setSpeed);

  return (
    <div className={styles.page}>
      <title>{`${t("replay.title")} · ${replay.board.name} · ${t("app.name")}`}</title>
      <ReplayHead unitId={unitId} place={place} board={replay.board} />
      <Deck replay={replay} player={player} marks={marks} speed={place.speed} onSpeed={setSpeed} />
      <ClockProvider value={player.clock}>
        <PastBoard state={player.past.state} />
      </ClockProvider>
    </div>
  );
}

function without(params: URLSearchParams, name: string): [string, string][] {
  return [...params].filter(([one]) => one !== name);
}
