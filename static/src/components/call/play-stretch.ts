import { runsOver } from "../clips/stretch";
import type { Stretch } from "./marks";
import type { Player } from "./player";

/** Plays a stretch and stops at its end; a jump or a pause on the way ends the watch. */
export function playStretch(player: Player, { start_s, end_s }: Stretch): void {
  player.playFrom(start_s);
  let before_s = start_s;
  const stop = player.subscribe(() => {
    const now_s = player.time_s();
    const over = runsOver(before_s, now_s, end_s);
    const left = now_s < start_s - 1 || now_s > end_s + 1;
    before_s = now_s;
    if (over) player.pause();
    if (over || left) stop();
  });
}
