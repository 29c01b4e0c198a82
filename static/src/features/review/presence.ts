/** What the websocket of a call says. Pure. */

export interface Watched {
  /** Who has the call open, the reader too. */
  people: { user_id: string; name: string }[];
  reviews: { id: string; state: string; revision: number }[];
}

/** Names of the others, each once. */
export function othersOf(watched: Watched | null, me: string): string[] {
  const names = (watched?.people ?? [])
    .filter(({ user_id }) => user_id !== me)
    .map(({ name }) => name);
  return [...new Set(names)];
}

/** Changes when a review is begun, finished or dropped, not with every save. */
export function statesOf({ reviews }: Watched): string {
  return reviews
    .map(({ id, state }) => `${id} ${state}`)
    .toSorted()
    .join(" ");
}
