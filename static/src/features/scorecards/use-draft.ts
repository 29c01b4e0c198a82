/** A draft as it is being written: saved by itself, never over what somebody else wrote. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { asProblem, hasStatus } from "../../lib/problem";
import { type Problem, plainPath, problemsOf } from "./problems";
import { asDraft, getVersion, isDraftChanged, SCORECARDS, saveDraft } from "./queries";
import type { Body, Version } from "./types";

const PAUSE_MS = 900;

export type SaveState = "saved" | "unsaved" | "saving" | "invalid" | "failed" | "conflict";

export interface Draft {
  body: Body;
  change: (edit: (body: Body) => Body) => void;
  state: SaveState;
  /** Of what the server has, as it was last read or saved here. */
  digest: string;
  /** Of saving, where it failed. */
  error: unknown;
  /** The server's word about the last body it refused. */
  refused: readonly Problem[];
  /** What somebody else made of it meanwhile. */
  theirs: Version | null;
  takeTheirs: () => void;
  keepMine: () => void;
  saveNow: () => Promise<boolean>;
}

/** `stored` is what the server has when the screen opens; the screen is made anew for another. */
export function useDraft(stored: Version): Draft {
  const client = useQueryClient();
  const { scorecard_id, number } = stored;
  const [body, setBody] = useState<Body>(() => keptHere(stored) ?? asDraft(stored.body));
  const [state, setState] = useState<SaveState>(() => (keptHere(stored) ? "unsaved" : "saved"));
  const [digest, setDigest] = useState(stored.digest);
  const [error, setError] = useState<unknown>(null);
  const [refused, setRefused] = useState<readonly Problem[]>([]);
  const [theirs, setTheirs] = useState<Version | null>(null);
  const known = useRef(spelled(stored.body));
  const newest = useRef(body);
  newest.current = body;

  const saveOnce = useCallback(
    async (over: boolean): Promise<boolean> => {
      const saving = newest.current;
      setState("saving");
      const told = await store(stored, saving, over ? null : known.current);
      const isNewest = newest.current === saving;
      const outcome = aboutNewest(told, isNewest);
      if (outcome.kind !== "saved") {
        setRefused(outcome.refused ?? []);
        setError(outcome.error ?? null);
        setTheirs(outcome.theirs ?? null);
        setState(outcome.kind);
        return false;
      }
      known.current = spelled(outcome.made.body);
      setDigest(outcome.made.digest);
      client.setQueryData([...SCORECARDS, scorecard_id, "version", number], outcome.made);
      if (isNewest) forgetHere(scorecard_id, number);
      setState(isNewest ? "saved" : "unsaved");
      return isNewest;
    },
    [client, stored, scorecard_id, number],
  );

  // One after the other: the second would take the first for somebody else's.
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const save = useCallback(
    (over: boolean): Promise<boolean> => {
      const mine = last.current.then(() => saveOnce(over));
      last.current = mine;
      return mine;
    },
    [saveOnce],
  );

  const change = useCallback((edit: (body: Body) => Body) => {
    setBody(edit);
    setRefused([]);
    setState((now) => (now === "conflict" ? now : "unsaved"));
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the body starts the wait anew
  useEffect(() => {
    if (state !== "unsaved") return;
    keepHere(scorecard_id, number, body, known.current);
    const timer = setTimeout(() => void save(false), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body, state, save]);

  useWarning(state);

  return {
    body,
    change,
    state,
    digest,
    error,
    refused,
    theirs,
    takeTheirs: () => {
      if (!theirs) return;
      known.current = spelled(theirs.body);
      setDigest(theirs.digest);
      forgetHere(scorecard_id, number);
      setBody(asDraft(theirs.body));
      setTheirs(null);
      setState("saved");
    },
    keepMine: () => {
      setTheirs(null);
      void save(true);
    },
    saveNow: () => save(false),
  };
}

type Outcome =
  | { kind: "saved"; made: Version }
  | {
      kind: "invalid" | "failed" | "conflict" | "unsaved";
      error?: unknown;
      refused?: readonly Problem[];
      theirs?: Version;
    };

/** What was wrong with a body may be mended in the one written since, which is tried as well. */
function aboutNewest(outcome: Outcome, isNewest: boolean): Outcome {
  const stands = isNewest || outcome.kind === "saved" || outcome.kind === "conflict";
  return stands ? outcome : { kind: "unsaved" };
}

/** Saves `body` unless it is wrong or the server no longer has what it had; null saves over anything. */
async function store(version: Version, body: Body, known: string | null): Promise<Outcome> {
  const { scorecard_id, number } = version;
  if (problemsOf(body).length > 0) return { kind: "invalid" };
  try {
    const there = await getVersion(scorecard_id, number);
    if (known !== null && spelled(there.body) !== known) return { kind: "conflict", theirs: there };
    if (spelled(there.body) === spelled(body)) return { kind: "saved", made: there };
    return { kind: "saved", made: await saveDraft(there, body) };
  } catch (error) {
    // Between what was read and what was written; who looks again sees what it is now.
    if (isDraftChanged(error)) return store(version, body, known ?? "");
    if (!hasStatus(error, 422)) return { kind: "failed", error };
    const { field, detail } = asProblem(error);
    return { kind: "invalid", refused: [{ path: plainPath(field ?? ""), sentence: detail }] };
  }
}

/** The browser asks before it leaves with something unsaved. */
function useWarning(state: SaveState): void {
  useEffect(() => {
    if (state === "saved") return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [state]);
}

/** Bodies as text, whatever the order in which the server writes fields. */
function spelled(body: Body): string {
  return JSON.stringify(sorted(asDraft(body)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined && one !== null)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]));
}

/** What is not saved yet survives a reload of this tab. */
function keepHere(id: string, number: number, body: Body, base: string): void {
  sessionStorage.setItem(nameOf(id, number), JSON.stringify({ body, base }));
}

function forgetHere(id: string, number: number): void {
  sessionStorage.removeItem(nameOf(id, number));
}

function keptHere({ scorecard_id, number, body }: Version): Body | null {
  const kept = sessionStorage.getItem(nameOf(scorecard_id, number));
  if (!kept) return null;
  const read: { body: Body; base: string } = JSON.parse(kept);
  return read.base === spelled(body) ? read.body : null;
}

function nameOf(id: string, number: number): string {
  return `earshot.draft.${id}.${number}`;
}
