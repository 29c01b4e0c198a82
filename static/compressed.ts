/** Compresses what has been built, once, for a server that only sends files. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(js|css|svg)$/;
/** Smaller ones fit into a packet or two as they are. */
const WORTH_IT_BYTES = 1_400;
/** The best is a seventieth smaller for more than twice the time. */
const WELL = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 10 },
};

/** Beside each text of the build: the same in gzip, and in Brotli for those who come by TLS. */
export function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle({ dir }, bundle) {
      if (!dir) return;
      const texts = Object.keys(bundle).filter((name) => TEXT.test(name));
      await Promise.all(texts.map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < WORTH_IT_BYTES) return;
  await Promise.all([
    promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }).then((it) =>
      writeFile(`${path}.gz`, it),
    ),
    promisify(brotliCompress)(text, WELL).then((it) => writeFile(`${path}.br`, it)),
  ]);
}
