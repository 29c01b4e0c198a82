/** A review being saved act by act: what is stored, what waits, and what stands in the way. Pure. */
import { type Act, applyAct, idOf, inverseOf, madeBy, renamed } from "./acts";
import type { Review } from "./types";

export type SaveStatus = "saved" | "saving" | "offline" | "conflict";

export interface Saving {
  /** As the server last gave it. */
  stored: Review;
  /** Done here and not yet stored, oldest first. */
  pending: readonly Act[];
  /** The first of `pending` is on its way. */
  sending: boolean;
  /** How often in a row the server could not be reached. */
  failures: number;
  /** Who saved meanwhile; until the reader has decided nothing is sent. */
  conflict: { who: string | null } | null;
  /** Why an act was not taken; it is gone from `pending`. */
  refused: unknown;
  /** Ids of the server by keys of ours. */
  ids: ReadonlyMap<string, string>;
  /** What takes back the acts done, newest last. */
  undo: readonly Act[];
}

export type SaveEvent =
  | { type: "done"; act: Act }
  | { type: "undone" }
  | { type: "sent" }
  | { type: "saved"; review: Review }
  | { type: "unreachable" }
  | { type: "refused"; error: unknown }
  | { type: "overtaken"; who: string | null }
  | { type: "reloaded"; review: Review; redo: boolean }
  /** Saved elsewhere, while nothing here waits. */
  | { type: "followed"; review: Review }
  | { type: "seen" };

export function startSaving(review: Review): Saving {
  return {
    stored: review,
    pending: [],
    sending: false,
    failures: 0,
    conflict: null,
    refused: null,
    ids: new Map(),
    undo: [],
  };
}

export function save(state: Saving, event: SaveEvent): Saving {
  switch (event.type) {
    case "done":
      return done(state, event.act);
    case "undone": {
      const act = state.undo.at(-1);
      if (!act) return state;
      return { ...wait(state, act), undo: state.undo.slice(0, -1) };
    }
    case "sent":
      return { ...state, sending: true };
    case "saved":
      return saved(state, event.review);
    case "unreachable":
      return { ...state, sending: false, failures: state.failures + 1 };
    case "refused":
      return refused(state, event.error);
    case "overtaken":
      return { ...state, sending: false, conflict: { who: event.who } };
    case "reloaded":
      return reloaded(state, event.review, event.redo);
    case "followed":
      return mayFollow(state, event.review) ? { ...state, stored: event.review } : state;
    case "seen":
      return { ...state, refused: null };
  }
}

/** What is to be shown: what is stored with everything done since. */
export function shownReview({ stored, pending, ids }: Saving): Review {
  return pending.reduce((review, act) => applyAct(review, renamed(act, ids)), stored);
}

export function statusOf({ pending, failures, conflict }: Saving): SaveStatus {
  if (conflict) return "conflict";
  if (pending.length === 0) return "saved";
  return failures > 0 ? "offline" : "saving";
}

/** What is to be sent now. Nothing while something is on its way: each needs the revision before. */
export function nextToSend(state: Saving): Act | null {
  const [act] = state.pending;
  if (!act || state.sending || state.conflict) return null;
  return renamed(act, state.ids);
}

/** A newer revision may replace what is stored when nothing of ours hangs on the old one. */
function mayFollow({ stored, pending, sending }: Saving, review: Review): boolean {
  return !sending && pending.length === 0 && review.revision > stored.revision;
}

function done(state: Saving, act: Act): Saving {
  const shown = shownReview(state);
  const inverse = refines(shown, act) ? null : inverseOf(shown, renamed(act, state.ids));
  const undo = inverse ? [...state.undo, inverse] : state.undo;
  return { ...wait(state, act), undo };
}

/** The reason of a verdict given before is taken back together with it. */
function refines({ verdicts }: Review, act: Act): boolean {
  if (act.kind !== "judge") return false;
  const former = verdicts.find(({ hit_id }) => hit_id === act.hit_id);
  return former?.verdict === act.verdict;
}

/** Fields that are written on and on are sent once. */
function wait(state: Saving, act: Act): Saving {
  const { pending, sending } = state;
  const last = pending.at(-1);
  const isOnItsWay = sending && pending.length === 1;
  if (act.kind !== "write" || last?.kind !== "write" || isOnItsWay)
    return { ...state, pending: [...pending, act] };
  const both: Act = { kind: "write", fields: { ...last.fields, ...act.fields } };
  return { ...state, pending: [...pending.slice(0, -1), both] };
}

function saved(state: Saving, review: Review): Saving {
  const [act, ...pending] = state.pending;
  const ids = act ? learned(state, act, review) : state.ids;
  return { ...state, stored: review, pending, ids, sending: false, failures: 0 };
}

/** The thing made is the one whose id was not there before. */
function learned({ stored, ids }: Saving, act: Act, review: Review): Saving["ids"] {
  const key = madeBy(act);
  if (key === null) return ids;
  const known = new Set(thingsOf(stored));
  const made = thingsOf(review).find((id) => !known.has(id));
  return made === undefined ? ids : new Map([...ids, [key, made]]);
}

function thingsOf({ added_hits, comments, corrections }: Review): string[] {
  return [...added_hits, ...comments, ...corrections].map(({ id }) => id);
}

/** What was to be done to a thing that was never made is gone with it. */
function refused(state: Saving, error: unknown): Saving {
  const [act, ...pending] = state.pending;
  const key = act && madeBy(act);
  const hangs = (one: Act) => key != null && idOf(one) === key;
  return {
    ...state,
    pending: pending.filter((one) => !hangs(one)),
    undo: state.undo.filter((one) => !hangs(one)),
    sending: false,
    failures: 0,
    refused: error,
  };
}

function reloaded(state: Saving, review: Review, redo: boolean): Saving {
  const kept = redo ? state.pending : [];
  return {
    ...startSaving(review),
    pending: kept,
    ids: state.ids,
    undo: redo ? state.undo : [],
  };
}
