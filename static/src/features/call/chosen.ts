/** Which transcript and which score the address asks for. Pure. */
import type { Evaluation, TranscriptSummary } from "../../lib/api";

export interface Chosen {
  transcript: TranscriptSummary | undefined;
  evaluation: Evaluation | undefined;
}

/**
 * A score brings its transcript with it, a transcript its newest score; by default the
 * newest transcript. Both lists come newest first.
 */
export function chooseVersions(
  transcripts: readonly TranscriptSummary[],
  evaluations: readonly Evaluation[],
  params: URLSearchParams,
): Chosen {
  const wanted = evaluations.find(({ id }) => id === params.get("evaluation"));
  const id = wanted?.transcript_id ?? params.get("transcript");
  const transcript = transcripts.find((one) => one.id === id) ?? transcripts[0];
  const own = (one: Evaluation) => one.transcript_id === transcript?.id;
  return { transcript, evaluation: wanted && own(wanted) ? wanted : evaluations.find(own) };
}

/** The oldest is number 1. */
export function numberOf(transcripts: readonly TranscriptSummary[], id: string): number {
  return transcripts.length - transcripts.findIndex((one) => one.id === id);
}
