/** A key for what the server has not named yet. */
export function newId(): string {
  return `new-${globalThis.crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
}
