/** Two transcripts of one call side by side: turns aligned by time, words that differ. Pure. */
import { diffArrays } from "diff";

import type { Channel, Utterance } from "../../lib/api";

export interface Part {
  text: string;
  changed: boolean;
}

/** One turn of one side, in parts that are the same or not. */
export interface Side {
  channel: Channel;
  start_s: number;
  parts: Part[];
}

export interface ComparedRow {
  start_s: number;
  before: Side[];
  after: Side[];
  /** The words, or who said them, differ. */
  differs: boolean;
  /** Both sides are one turn each, of different speakers. */
  moved: boolean;
}

export interface Sums {
  /** Share of tokens that are the same on both sides, 0 to 1. */
  same: number;
  removed: number;
  added: number;
  moved: number;
}

interface Token {
  text: string;
  side: number;
}

/** A turn of the same channel is the likelier partner where times say little. */
const SAME_CHANNEL = 0.1;
/** Models give single words no length at times; two of them at one place are partners. */
const SHORTEST_S = 0.5;
/** Chinese characters stand alone; Latin words and numbers stay whole. */
const LETTER = String.raw`(?!\p{Script=Han})[\p{L}\p{N}]`;
const TOKENS = new RegExp(
  String.raw`\p{Script=Han}|(?:${LETTER})+(?:[.,'’:-](?:${LETTER})+)*|\s+|\S`,
  "gu",
);

/** Rows in the order of their time; turns that share no time with any other stand alone. */
export function compareTurns(
  before: readonly Utterance[],
  after: readonly Utterance[],
): ComparedRow[] {
  const groups = group(inOrder(before), inOrder(after));
  return groups.map(compareGroup).toSorted((a, b) => a.start_s - b.start_s);
}

export function sumUp(rows: readonly ComparedRow[]): Sums {
  const length = (sides: Side[], changed: boolean) =>
    sides
      .flatMap(({ parts }) => parts)
      .filter((part) => part.changed === changed)
      .reduce((sum, { text }) => sum + tokensOf(text).filter((token) => token.trim()).length, 0);
  const total = (pick: (row: ComparedRow) => Side[], changed: boolean) =>
    rows.reduce((sum, row) => sum + length(pick(row), changed), 0);
  const same = 2 * total(({ before }) => before, false);
  const removed = total(({ before }) => before, true);
  const added = total(({ after }) => after, true);
  const all = same + removed + added;
  return {
    same: all > 0 ? same / all : 1,
    removed,
    added,
    moved: rows.filter(({ moved }) => moved).length,
  };
}

export function tokensOf(text: string): string[] {
  return text.match(TOKENS) ?? [];
}

interface Group {
  before: Utterance[];
  after: Utterance[];
}

/** Each turn goes to the other side's turn with which it shares most time. */
function group(before: Utterance[], after: Utterance[]): Group[] {
  const groupOf = new Map<Utterance, Group>(
    before.map((turn) => [turn, { before: [turn], after: [] }]),
  );
  for (const turn of after) {
    const partner = best(turn, before);
    const home = (partner && groupOf.get(partner)) ?? { before: [], after: [] };
    home.after.push(turn);
    groupOf.set(turn, home);
  }
  for (const turn of before) {
    const own = groupOf.get(turn);
    const partner = own?.after.length === 0 ? best(turn, after) : undefined;
    const home = partner && groupOf.get(partner);
    if (!own || !home || home === own) continue;
    home.before.push(turn);
    own.before = own.before.filter((one) => one !== turn);
    groupOf.set(turn, home);
  }
  const all = new Set(groupOf.values());
  return [...all].filter((one) => one.before.length + one.after.length > 0);
}

function best(turn: Utterance, others: readonly Utterance[]): Utterance | undefined {
  const rated = others
    .map((other) => ({ other, likeness: likeness(turn, other) }))
    .filter((one) => one.likeness > 0);
  return rated.toSorted((a, b) => b.likeness - a.likeness)[0]?.other;
}

/** Shared time / time of either, and a little for the same channel; 0 for no shared time. */
function likeness(a: Utterance, b: Utterance): number {
  const [a_end_s, b_end_s] = [endOf(a), endOf(b)];
  const shared = Math.min(a_end_s, b_end_s) - Math.max(a.start_s, b.start_s);
  if (shared <= 0) return 0;
  const either = Math.max(a_end_s, b_end_s) - Math.min(a.start_s, b.start_s);
  return shared / either + (a.channel === b.channel ? SAME_CHANNEL : 0);
}

function endOf({ start_s, end_s }: Utterance): number {
  return Math.max(end_s, start_s + SHORTEST_S);
}

function compareGroup({ before, after }: Group): ComparedRow {
  const [left, right] = [inOrder(before), inOrder(after)];
  const [removed, added] = changes(tag(left), tag(right));
  const sides = [asSides(left, removed), asSides(right, added)] as const;
  const [one, other] = [left[0], right[0]];
  const moved = left.length === 1 && right.length === 1 && one?.channel !== other?.channel;
  const changed = sides.flat().some(({ parts }) => parts.some((part) => part.changed));
  return {
    start_s: Math.min(...[...left, ...right].map(({ start_s }) => start_s)),
    before: sides[0],
    after: sides[1],
    differs: changed || moved,
    moved,
  };
}

interface Changed extends Token {
  changed: boolean;
}

/** Which tokens stand on one side only. Spaces never count. */
function changes(left: Token[], right: Token[]): [Changed[], Changed[]] {
  const removed: Changed[] = [];
  const added: Changed[] = [];
  const take = (from: Token[], into: Changed[], count: number, changed: boolean) => {
    for (const token of from.slice(into.length, into.length + count))
      into.push({ ...token, changed: changed && token.text.trim() !== "" });
  };
  const found = diffArrays(left, right, { comparator: (a, b) => a.text === b.text });
  for (const change of found) {
    if (!change.added) take(left, removed, change.count, change.removed);
    if (!change.removed) take(right, added, change.count, change.added);
  }
  return [removed, added];
}

function tag(turns: Utterance[]): Token[] {
  return turns.flatMap(({ text }, side) => tokensOf(text).map((token) => ({ text: token, side })));
}

function asSides(turns: Utterance[], tokens: Changed[]): Side[] {
  return turns.map(({ channel, start_s }, side) => ({
    channel,
    start_s,
    parts: joinAlike(tokens.filter((token) => token.side === side)),
  }));
}

function joinAlike(tokens: Changed[]): Part[] {
  const parts: Part[] = [];
  for (const { text, changed } of tokens) {
    const last = parts.at(-1);
    if (last?.changed === changed) last.text += text;
    else parts.push({ text, changed });
  }
  return parts;
}

function inOrder(turns: readonly Utterance[]): Utterance[] {
  return turns.toSorted((a, b) => a.start_s - b.start_s);
}
