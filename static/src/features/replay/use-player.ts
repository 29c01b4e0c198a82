import { useEffect, useEffectEvent, useState } from "react";

import type { Replay } from "../../lib/api";
import { beginning, lengthOf, moveTo, type Past } from "./past";
import { type PastClock, pastClock } from "./past-clock";
import { clamp, type Speed } from "./place";

const FRAME_MS = 80;
/** A tab that nobody looks at has no frames: what passes then is not played. */
const LONGEST_MS = 1000;

export interface Player {
  past: Past;
  length_s: number;
  playing: boolean;
  clock: PastClock;
  /** From the end on it begins anew. */
  toggle(): void;
  seek(at_s: number): void;
}

/** Plays `replay` from `start_s` on, `speed` times as fast as it was. Give it a `key` per replay. */
export function usePlayer(replay: Replay, start_s: number, speed: Speed): Player {
  const length_s = lengthOf(replay);
  const start_ms = Date.parse(replay.from_at);
  const [past, setPast] = useState(() => moveTo(replay, beginning(replay), start_s));
  const [playing, setPlaying] = useState(false);
  const [clock] = useState(() => pastClock(start_ms + start_s * 1000));

  const seek = (at_s: number) => {
    const to_s = clamp(at_s, length_s);
    setPast((before) => moveTo(replay, before, to_s));
    clock.set(start_ms + to_s * 1000);
    if (to_s >= length_s) setPlaying(false);
  };
  const advance = useEffectEvent((passed_ms: number) => {
    seek(past.at_s + (passed_ms / 1000) * speed);
  });
  useFrames(playing, (passed_ms) => advance(passed_ms));

  const play = () => {
    if (past.at_s >= length_s) seek(0);
    setPlaying(true);
  };
  const toggle = () => (playing ? setPlaying(false) : play());
  return { past, length_s, playing, clock, seek, toggle };
}

/** Calls `onFrame` with how long ago the last one was, while `running` and somebody looks. */
function useFrames(running: boolean, onFrame: (passed_ms: number) => void): void {
  const act = useEffectEvent(onFrame);
  useEffect(() => {
    if (!running) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function look(now) {
      const passed_ms = now - last;
      if (passed_ms >= FRAME_MS) {
        last = now;
        act(Math.min(passed_ms, LONGEST_MS));
      }
      frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
  }, [running]);
}
