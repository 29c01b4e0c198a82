import { useQueryClient } from "@tanstack/react-query";

import { SESSION_KEY } from "../../lib/session";
import { type LiveBoard, useLiveFeed } from "./use-live-feed";

export type { LiveBoard } from "./use-live-feed";

/** The live board of a unit, and whether we are connected to it. Give it a `key` per unit. */
export function useLiveBoard(unitId: string): LiveBoard {
  const client = useQueryClient();
  return useLiveFeed(`/api/v1/boards/${unitId}/live`, {
    onSignedOut: () => client.setQueryData(SESSION_KEY, null),
    // A proxy may hide why the socket went; an ended session shows here.
    onLost: () => void client.invalidateQueries({ queryKey: SESSION_KEY }),
  });
}
