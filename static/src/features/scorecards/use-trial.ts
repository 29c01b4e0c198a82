import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { api, ask } from "../../lib/api";
import { problemsOf } from "./problems";
import { asDraft } from "./queries";
import type { Body } from "./types";

const PAUSE_MS = 350;

/** What the draft is tried on. Both are kept while one switches between them. */
export interface Subject {
  kind: "call" | "dialogue";
  callId: string | null;
  dialogue: string;
}

export function useTrial(body: Body, subject: Subject) {
  const settled = useSettled({ body, subject });
  const tried = useMemo(() => triable(settled.body), [settled.body]);
  const { kind, callId, dialogue } = settled.subject;
  const wanted =
    kind === "call"
      ? callId && { call_id: callId, dialogue: null }
      : dialogue.trim() && { call_id: null, dialogue };
  const trial = useQuery({
    queryKey: ["try", tried.body, wanted],
    queryFn: ({ signal }) =>
      ask(
        api.POST("/api/v1/scorecards/try", {
          body: { body: asDraft(tried.body), ...(wanted || {}) },
          signal,
        }),
      ),
    enabled: Boolean(wanted) && tried.body.rules.length > 0,
    placeholderData: wanted ? keepPreviousData : undefined,
    gcTime: 0,
    retry: false,
  });
  return { trial, leftOut: tried.leftOut };
}

/** The value as it was when it last stood still; one that is unusable is waited with. */
function useSettled(value: { body: Body; subject: Subject }): { body: Body; subject: Subject } {
  const [settled, settle] = useState(value);
  const { body, subject } = value;
  useEffect(() => {
    const timer = setTimeout(() => settle({ body, subject }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [body, subject]);
  return settled;
}

/** The card without rules that are still wrong, and without those that stand on them. */
export function triable(body: Body): { body: Body; leftOut: number } {
  const wrong = new Set(
    problemsOf(body).flatMap(({ path }) => {
      const at = /^rules\.(\d+)\./.exec(path)?.[1];
      return at === undefined ? [] : [Number(at)];
    }),
  );
  const rules = body.rules.filter((_, at) => !wrong.has(at));
  if (rules.length === body.rules.length) return { body, leftOut: 0 };
  const rest = triable({ ...body, rules });
  return { body: { ...rest.body, weights: "points" }, leftOut: wrong.size + rest.leftOut };
}
