/** Who else has this call open. */
export interface Presence {
  /** Names of the others, each once. */
  others: readonly string[];
}

export function usePresence(_callId: string, _saving: unknown): Presence {
  return { others: [] };
}
