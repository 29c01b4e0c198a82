import { useMemo } from "react";
import { useSearchParams } from "react-router";

import type { Evaluation, TranscriptSummary } from "../../lib/api";
import { type Chosen, chooseVersions } from "./chosen";

type Choice = "evaluation" | "transcript" | "compare" | "panel";

export interface ChosenAndChange extends Chosen {
  /** Another transcript to compare with, and whether the sound is shown; from the address. */
  compare: string | null;
  panel: "score" | "sound";
  /** Null takes a choice back. */
  change(choice: Partial<Record<Choice, string | null>>): void;
}

/** What the address chooses of a call, so that it can be sent to a colleague. */
export function useChosen(
  transcripts: readonly TranscriptSummary[],
  evaluations: readonly Evaluation[],
): ChosenAndChange {
  const [params, setParams] = useSearchParams();
  const chosen = useMemo(
    () => chooseVersions(transcripts, evaluations, params),
    [transcripts, evaluations, params],
  );

  function change(choice: Partial<Record<Choice, string | null>>) {
    setParams(
      (before) => {
        for (const [name, value] of Object.entries(choice)) {
          if (value === null) before.delete(name);
          else before.set(name, value);
        }
        return before;
      },
      { replace: true },
    );
  }

  return {
    ...chosen,
    compare: params.get("compare"),
    panel: params.get("panel") === "sound" ? "sound" : "score",
    change,
  };
}
