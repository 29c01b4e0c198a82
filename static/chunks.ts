/** Which of the client's modules travel together. */
import { build, type Rolldown, type UserConfig } from "vite";

/** Waits for words; what others stand on must not wait with it. */
const START = ["/index.html", "/src/main.tsx"];
/** What comes besides once somebody is signed in, whichever screen they want. */
const INSIDE = "/src/app/inside.tsx";
const SIGN_IN = "/src/features/sign-in/sign-in-page.tsx";
const BOARD = "/src/features/board/board-page.tsx";

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>;

/**
 * Packs what every screen needs into one file, what every screen of signed-in people needs into
 * another, and what a board needs besides into two.
 *
 * Left alone, the bundler makes a file of every set of modules that the same screens share: over
 * a hundred for a board, many of them one icon, which compress badly and are asked for one by
 * one. What a screen truly needs is known only when what nobody uses has been left out; so the
 * client is built once without writing anything, and then again with what that told.
 */
export async function packed(config: UserConfig): Promise<Rolldown.CodeSplittingOptions> {
  const chunks = await tried(config);
  const inside = modulesOf(chunks, isOf(INSIDE));
  // Who is not signed in yet waits for nothing of the inside that is not theirs too.
  const outside = [...modulesOf(chunks, isOf(SIGN_IN))].filter((id) => inside.has(id));
  const first = new Set([...modulesOf(chunks, ({ isEntry }) => isEntry), ...outside]);
  const board = modulesOf(chunks, isOf(BOARD));
  return {
    // The sets hold all that their modules need: nothing else has to come along.
    includeDependenciesRecursively: false,
    groups: [
      { name: "first", test: (id) => first.has(id) && !isStart(id), priority: 4 },
      { name: "inside", test: (id) => inside.has(id), priority: 3 },
      // Libraries on their own: other screens use them too, without a board.
      { name: "board-lib", test: (id) => board.has(id) && isLibrary(id), priority: 2 },
      { name: "board", test: (id) => board.has(id), priority: 1 },
    ],
  };
}

async function tried(config: UserConfig): Promise<Chunks> {
  const built = await build({
    ...config,
    configFile: false,
    logLevel: "error",
    build: { ...config.build, write: false },
  });
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput;
  return new Map(output.flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])));
}

function isOf(module: string): (chunk: Rolldown.OutputChunk) => boolean {
  return ({ facadeModuleId }) => !!facadeModuleId?.endsWith(module);
}

/** All modules that come with some chunk before it can run. */
function modulesOf(chunks: Chunks, isRoot: (chunk: Rolldown.OutputChunk) => boolean): Set<string> {
  const wanted = [...chunks.values()].filter(isRoot).map(({ fileName }) => fileName);
  const files = new Set(wanted);
  for (const file of files)
    for (const imported of chunks.get(file)?.imports ?? []) files.add(imported);
  return new Set([...files].flatMap((file) => Object.keys(chunks.get(file)?.modules ?? {})));
}

function isStart(id: string): boolean {
  return START.some((end) => id.endsWith(end));
}

function isLibrary(id: string): boolean {
  return id.includes("/node_modules/") || id.includes("/src/lib/");
}
