/** Text typed line by line. Pure. */

/** Its lines without spaces around them and without empty ones, each once. */
export function linesOf(text: string, most: number): string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))].slice(0, most);
}
