/** The pages about each dialer, as they are in the project's documentation. */
const PAGES = import.meta.glob<string>("../../../../docs/dialers/*.md", {
  query: "?raw",
  import: "default",
});
const OWN = "events";
const OWN_PAGE = import.meta.glob<string>("../../../../docs/dialers.md", {
  query: "?raw",
  import: "default",
});

const BY_NAME = new Map(
  Object.entries(PAGES).map(([path, load]) => [path.replace(/^.*\/|\.md$/g, ""), load]),
);

/** Names of the dialers that have a page. */
export function guideNames(): string[] {
  return [...BY_NAME.keys()].toSorted();
}

/** The page of a dialer, in Markdown; about posting events when it has none of its own. */
export function readGuide(dialer: string): Promise<string> {
  const [own] = Object.values(OWN_PAGE);
  const load = dialer === OWN ? own : (BY_NAME.get(dialer) ?? own);
  if (!load) throw new Error("the client was built without the documentation");
  return load();
}

/** Where a dialer posts to, on this server. */
export function hookUrl(origin: string, dialer: string): string {
  const path = dialer === OWN ? "events" : `hooks/${dialer}`;
  return `${origin}/api/v1/${path}`;
}

/** A command for a POSIX shell, with `word` as one word of it. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function keyCommand(source: string): string {
  const name = quoted(source);
  return `earshot key create ${name} --source ${name} --scope events:write --scope recordings:write`;
}
