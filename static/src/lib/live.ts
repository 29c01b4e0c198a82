/** A websocket that stays open: reconnects with growing pauses and notices silence. */

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;
const FIRST_PATIENCE_MS = 4_000;
const LONGEST_PATIENCE_MS = 10_000;
const SNAPSHOT_MS = 25_000;
const SILENCE_MS = 8_000;

export const CLOSED_SIGNED_OUT = 4401;
export const CLOSED_FORBIDDEN = 4403;
export const CLOSED_NOT_FOUND = 4404;
const FINAL = [CLOSED_SIGNED_OUT, CLOSED_FORBIDDEN, CLOSED_NOT_FOUND];

export interface LiveHandlers<Message> {
  onMessage(message: Message): void;
  /** `code` is a close code after which there is no point in trying again. */
  onRefused(code: number): void;
  onOnline(online: boolean): void;
}

export interface Live {
  /** Drop this connection and open a new one now. */
  reconnect(): void;
  close(): void;
}

/**
 * Milliseconds before attempt number `attempt` (from 0): doubling, and up to a half more or less.
 *
 * After a restart of the server everybody comes back: not all in the same moment.
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS);
  return Math.min(base * (0.5 + random()), LONGEST_RETRY_MS);
}

/**
 * Milliseconds that attempt number `attempt` (from 0) may take until the server answers.
 *
 * A packet lost in a network that fell silent is sent again ever more rarely, so a board comes
 * back sooner by a new connection than by an old one that waits.
 */
export function patience(attempt: number): number {
  return Math.min(FIRST_PATIENCE_MS * 1.25 ** attempt, LONGEST_PATIENCE_MS);
}

/**
 * Milliseconds without a message after which an open connection counts as lost: two of the
 * server's beats and some more, and not for everybody the same when it is the server that hangs.
 */
export function silenceLimit(random: () => number = Math.random): number {
  return SILENCE_MS * (1 + random() / 4);
}

export function liveUrl(path: string): string {
  const url = new URL(path, window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

/**
 * Keep a websocket open and hand every message on.
 *
 * The server starts each connection with a snapshot, so reconnecting needs no memory of
 * what was missed.
 */
export function connect<Message>(url: string, handlers: LiveHandlers<Message>): Live {
  let socket: WebSocket | undefined;
  let attempt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function listen(forMs: number) {
    clearTimeout(silence);
    silence = setTimeout(giveUp, forMs);
  }

  function open() {
    const opened = new WebSocket(url);
    socket = opened;
    listen(patience(attempt));
    // Who was let in waits longer: a busy server may need a while for a snapshot.
    opened.onopen = () => listen(SNAPSHOT_MS);
    opened.onmessage = (event: MessageEvent<string>) => {
      attempt = 0;
      listen(silenceLimit());
      handlers.onOnline(true);
      handlers.onMessage(JSON.parse(event.data) as Message);
    };
    opened.onclose = (event) => {
      handlers.onOnline(false);
      clearTimeout(silence);
      if (FINAL.includes(event.code)) handlers.onRefused(event.code);
      else retry = setTimeout(open, retryDelay(attempt++));
    };
  }

  function drop() {
    clearTimeout(retry);
    clearTimeout(silence);
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  function reopen() {
    drop();
    handlers.onOnline(false);
    open();
  }

  function giveUp() {
    attempt++;
    reopen();
  }

  open();
  return { reconnect: reopen, close: drop };
}
