import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useReducer, useRef, useState } from "react";

import type { BoardMessage } from "../../lib/api";
import { CLOSED_SIGNED_OUT, connect, type Live, liveUrl } from "../../lib/live";
import { SESSION_KEY } from "../../lib/session";
import { type BoardState, emptyBoard, receive } from "./board";

const NEW_DAY_SLACK_MS = 1500;
const NEW_DAY_LOOK_MS = 10_000;

export interface LiveBoard {
  state: BoardState;
  online: boolean;
  /** The close code of a board that will not come: 4403 or 4404. */
  refused: number | null;
}

/** The live board of a unit, and whether we are connected to it. Give it a `key` per unit. */
export function useLiveBoard(unitId: string): LiveBoard {
  const client = useQueryClient();
  const [state, dispatch] = useReducer(receive, emptyBoard);
  const [online, setOnline] = useState(false);
  const [refused, setRefused] = useState<number | null>(null);
  const live = useRef<Live>(undefined);

  useEffect(() => {
    const opened = connect<BoardMessage>(liveUrl(`/api/v1/boards/${unitId}/live`), {
      onMessage: (message) => dispatch({ message, at_ms: Date.now() }),
      onRefused: (code) =>
        code === CLOSED_SIGNED_OUT ? client.setQueryData(SESSION_KEY, null) : setRefused(code),
      onOnline: (isOnline) => {
        setOnline(isOnline);
        // A proxy may hide why the socket went; an ended session shows here.
        if (!isOnline) void client.invalidateQueries({ queryKey: SESSION_KEY });
      },
    });
    live.current = opened;
    return opened.close;
  }, [unitId, client]);

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
