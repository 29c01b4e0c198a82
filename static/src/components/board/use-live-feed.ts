import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";

import type { BoardMessage } from "../../lib/api";
import { CLOSED_SIGNED_OUT, connect, type Live, liveUrl } from "../../lib/live";
import { type BoardState, emptyBoard, receive } from "./board";

const NEW_DAY_SLACK_MS = 1500;
const NEW_DAY_LOOK_MS = 10_000;

export interface LiveBoard {
  state: BoardState;
  online: boolean;
  /** The close code of a board that will not come: 4403 or 4404. */
  refused: number | null;
}

interface Viewer {
  /** Nobody is signed in any more, or the link has ended. */
  onSignedOut(): void;
  onLost(): void;
}

/** The live board that `path` leads to, and whether we are connected to it. */
export function useLiveFeed(path: string, viewer: Viewer): LiveBoard {
  const [state, dispatch] = useReducer(receive, emptyBoard);
  const [online, setOnline] = useState(false);
  const [refused, setRefused] = useState<number | null>(null);
  const live = useRef<Live>(undefined);
  const onRefused = useEffectEvent((code: number) => {
    if (code === CLOSED_SIGNED_OUT) viewer.onSignedOut();
    else setRefused(code);
  });
  const onOnline = useEffectEvent((isOnline: boolean) => {
    setOnline(isOnline);
    if (!isOnline) viewer.onLost();
  });

  useEffect(() => {
    const opened = connect<BoardMessage>(liveUrl(path), {
      onMessage: (message) => dispatch({ message, at_ms: Date.now() }),
      onRefused: (code) => onRefused(code),
      onOnline: (isOnline) => onOnline(isOnline),
    });
    live.current = opened;
    return opened.close;
  }, [path]);

  useNewDay(state, () => live.current?.reconnect());
  return { state, online, refused };
}

/** Calls `onNewDay` once the board's day is over by the server's clock, until a new one is there. */
function useNewDay({ board, clock_offset_ms }: BoardState, onNewDay: () => void): void {
  const look = useEffectEvent(() => {
    if (!board) return;
    const server_ms = Date.now() + clock_offset_ms;
    if (server_ms > Date.parse(board.day_ends_at) + NEW_DAY_SLACK_MS) onNewDay();
  });

  useEffect(() => {
    const timer = setInterval(() => look(), NEW_DAY_LOOK_MS);
    return () => clearInterval(timer);
  }, []);
}
