import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

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
  const { kind, callId, dialogue } = settled.subject;
  const wanted =
    kind === "call"
      ? callId && { call_id: callId, dialogue: null }
      : dialogue.trim() && { call_id: null, dialogue };
  return useQuery({
    queryKey: ["try", settled.body, wanted],
    queryFn: ({ signal }) =>
      ask(
        api.POST("/api/v1/scorecards/try", {
          body: { body: asDraft(settled.body), ...(wanted || {}) },
          signal,
        }),
      ),
    enabled: Boolean(wanted),
    placeholderData: wanted ? keepPreviousData : undefined,
    gcTime: 0,
    retry: false,
  });
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

/** Whether there is nothing to correct before it can be tried. */
export function isTriable(body: Body): boolean {
  return problemsOf(body).length === 0;
}
