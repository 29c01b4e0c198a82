/** What a screen that nobody touches needs: no pointer, no sleep, and the newest client. */
import { useEffect, useState } from "react";

const POINTER_MS = 3000;
const BUILD_LOOK_MS = 5 * 60_000;

/** True while somebody moves the pointer. */
export function usePointer(): boolean {
  const [moves, setMoves] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setMoves(false), POINTER_MS);
    };
    const move = () => {
      setMoves(true);
      rest();
    };
    document.addEventListener("pointermove", move);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointermove", move);
    };
  }, []);
  return moves;
}

/** Keeps the screen awake where the browser can. It lets go when hidden, so ask again. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const hold = async () => {
      if (isOver || document.visibilityState !== "visible") return;
      try {
        lock = await navigator.wakeLock?.request("screen");
      } catch {
        // A low battery or a setting says no: the screen may sleep then.
      }
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}

/** Loads the page again once the server has another build of it. */
export function useNewBuild(): void {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (await isOutdated()) window.location.reload();
    }, BUILD_LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}

async function isOutdated(): Promise<boolean> {
  const own = document.querySelector<HTMLScriptElement>("script[type=module][src]");
  if (!own) return false;
  try {
    const answer = await fetch(window.location.pathname, { cache: "no-store" });
    if (!answer.ok) return false;
    const page = await answer.text();
    return page.includes("<script") && !page.includes(own.getAttribute("src") ?? "");
  } catch {
    return false;
  }
}
