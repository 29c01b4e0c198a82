import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";

import type { ImportsMessage } from "../../lib/api";
import { CLOSED_SIGNED_OUT, connect, liveUrl } from "../../lib/live";
import { SESSION_KEY } from "../../lib/session";
import { useSettled } from "../../lib/settled";
import { applyMessage, type LiveImports, noImports } from "./live-imports";

const BLIP_MS = 3000;

/** Imports as they go on, and whether we are connected to them; a short break does not count. */
export function useLiveImports(): { live: LiveImports; online: boolean } {
  const client = useQueryClient();
  const [live, receive] = useReducer(applyMessage, noImports);
  const [online, setOnline] = useState(true);

  useEffect(() => {
    const opened = connect<ImportsMessage>(liveUrl("/api/v1/imports/live"), {
      onMessage: (message) => {
        // A beat that only says that the connection lives brings no imports.
        if ("imports" in message) receive(message);
      },
      onRefused: (code) => {
        if (code === CLOSED_SIGNED_OUT) client.setQueryData(SESSION_KEY, null);
      },
      onOnline: setOnline,
    });
    return opened.close;
  }, [client]);

  return { live, online: useSettled(online, BLIP_MS) || online };
}
