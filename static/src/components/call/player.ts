/** The sound of a call: one audio element, and those who follow it. */
import { useSyncExternalStore } from "react";

export const SPEEDS: readonly number[] = [0.75, 1, 1.25, 1.5, 2];

export interface Player {
  /** The ref callback of the audio element. */
  attach(element: HTMLAudioElement | null): (() => void) | undefined;
  element(): HTMLAudioElement | null;
  time_s(): number;
  isPlaying(): boolean;
  speed(): number;
  hasFailed(): boolean;
  /** Whether there is sound: its length is known. */
  isLoaded(): boolean;
  /** Ask for the sound again, after it failed. */
  reload(): void;
  seek(second: number): void;
  playFrom(second: number): void;
  toggle(): void;
  play(): void;
  pause(): void;
  skip(seconds: number): void;
  setSpeed(speed: number): void;
  /** One step faster or slower. */
  shiftSpeed(steps: number): void;
  subscribe(listener: () => void): () => void;
}

const NEWS = ["timeupdate", "play", "pause", "seeking", "ratechange", "loadedmetadata", "error"];

export function createPlayer(): Player {
  let audio: HTMLAudioElement | null = null;
  let frame = 0;
  const listeners = new Set<() => void>();

  function announce() {
    for (const listener of listeners) listener();
    cancelAnimationFrame(frame);
    // `timeupdate` comes four times a second, which is too coarse for single words.
    if (audio && !audio.paused) frame = requestAnimationFrame(announce);
  }

  function play() {
    // Refused until the reader has touched the page; the button still shows "play" then.
    audio?.play().catch(announce);
  }

  const player: Player = {
    attach(element) {
      audio = element;
      if (!element) return undefined;
      for (const kind of NEWS) element.addEventListener(kind, announce);
      return () => {
        cancelAnimationFrame(frame);
        element.pause();
        for (const kind of NEWS) element.removeEventListener(kind, announce);
        audio = null;
      };
    },
    element: () => audio,
    time_s: () => audio?.currentTime ?? 0,
    isPlaying: () => audio !== null && !audio.paused,
    speed: () => audio?.playbackRate ?? 1,
    hasFailed: () => audio?.error != null,
    isLoaded: () => audio !== null && audio.readyState >= HTMLMediaElement.HAVE_METADATA,
    reload: () => audio?.load(),
    seek(second) {
      if (audio) audio.currentTime = Math.max(0, second);
    },
    playFrom(second) {
      player.seek(second);
      play();
    },
    toggle() {
      if (player.isPlaying()) audio?.pause();
      else play();
    },
    play,
    pause: () => audio?.pause(),
    skip: (seconds) => player.seek(player.time_s() + seconds),
    setSpeed(speed) {
      if (audio) audio.playbackRate = speed;
    },
    shiftSpeed(steps) {
      const place = SPEEDS.indexOf(player.speed());
      const speed = SPEEDS[Math.max(0, place) + steps];
      if (speed) player.setSpeed(speed);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return player;
}

/** What `read` says of the player, kept up to date. `read` must return a plain value. */
export function usePlayer<Value extends string | number | boolean>(
  player: Player,
  read: (player: Player) => Value,
): Value {
  return useSyncExternalStore(player.subscribe, () => read(player));
}
