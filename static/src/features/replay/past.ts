/** What is known of a past hour at one of its seconds, and how it moves on. Pure. */
import { type BoardState, emptyBoard, receive } from "../../components/board/board";
import type { AnyCard, Replay, ReplayCounted, ReplayStep, Tally } from "../../lib/api";

type Numbers = Partial<Record<keyof Tally, number>>;
/** By card (`kind/key`), then by the second at which five minutes begin. */
type Sums = ReadonlyMap<string, ReadonlyMap<number, Numbers>>;

/** Never mutated, so one that is kept can be gone back to. */
export interface Past {
  at_s: number;
  /** Which step of the replay comes next. */
  next: number;
  state: BoardState;
  sums: Sums;
}

/** What `moveTo` works on: maps of its own, which nobody else has seen. */
interface Draft {
  state: Mutable<BoardState>;
  sums: Map<string, Map<number, Numbers>>;
  /** Cards whose numbers changed. */
  touched: Set<string>;
}

type Mutable<State> = {
  -readonly [Name in keyof State]: State[Name] extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value>
    : State[Name];
};

const FIVE_S = 300;
const WINDOWS = { hour: 12, quarter: 3 } as const;
const COUNTING = ["agent", "unit", "campaign"] as const;

export function lengthOf({ from_at, until_at }: Replay): number {
  return (Date.parse(until_at) - Date.parse(from_at)) / 1000;
}

/** The board as it stood when the replay begins. */
export function beginning(replay: Replay): Past {
  const state = withAll(emptyBoard, replay.board, replay.cards, startOf(replay));
  const draft = draftOf({ at_s: 0, next: 0, state, sums: new Map() });
  for (const counted of replay.recent) remember(draft, counted);
  return { at_s: 0, next: 0, state, sums: draft.sums };
}

/** The board at `to_s`: from `past` on, or when that is later, from the beginning again. */
export function moveTo(replay: Replay, past: Past, to_s: number): Past {
  const from = to_s < past.at_s ? beginning(replay) : past;
  const draft = draftOf(from);
  let next = from.next;
  for (let step = replay.steps[next]; step && step.at_s <= to_s; step = replay.steps[++next])
    apply(draft, step, startOf(replay));
  if (five(to_s) !== five(from.at_s)) for (const name of draft.sums.keys()) draft.touched.add(name);
  for (const name of draft.touched) window(draft, name, to_s);
  draft.state.as_of_ms = startOf(replay) + to_s * 1000;
  return { at_s: to_s, next, state: draft.state, sums: draft.sums };
}

function startOf({ from_at }: Replay): number {
  return Date.parse(from_at);
}

function draftOf({ state, sums }: Past): Draft {
  return {
    state: {
      ...state,
      agents: new Map(state.agents),
      units: new Map(state.units),
      campaigns: new Map(state.campaigns),
      volumes: new Map(state.volumes),
      sales: new Map(state.sales),
      alerts: new Map(state.alerts),
    },
    sums: new Map(sums as Map<string, Map<number, Numbers>>),
    touched: new Set(),
  };
}

function apply(draft: Draft, step: ReplayStep, start_ms: number): void {
  switch (step.kind) {
    case "state": {
      const card = draft.state.agents.get(step.agent);
      const { state, since: state_since, reason, call_id } = step;
      if (card) draft.state.agents.set(card.key, { ...card, state, state_since, reason, call_id });
      return;
    }
    case "count":
      remember(draft, step);
      for (const name of step.of) count(draft, name, step.add);
      grow(draft, step, start_ms);
      return;
    case "card":
      draft.state = thawed(withCards(draft.state, [step.card]));
      if (step.card.kind === "agent") draft.sums.delete(nameOf(step.card));
      for (const counted of step.recent) remember(draft, counted);
      return;
    case "leave":
      draft.state.agents.delete(step.agent);
      draft.sums.delete(`agent/${step.agent}`);
      return;
    case "start": {
      const now_ms = start_ms + step.at_s * 1000;
      draft.state = thawed(withAll(draft.state, step.board, step.cards, now_ms));
    }
  }
}

function withAll(
  state: BoardState,
  board: Replay["board"],
  cards: readonly AnyCard[],
  now_ms: number,
): BoardState {
  const now = new Date(now_ms).toISOString();
  const message = { type: "snapshot" as const, now, board, cards: [...cards] };
  return receive(state, { message, at_ms: now_ms });
}

function withCards(state: BoardState, cards: AnyCard[]): BoardState {
  return receive(state, { message: { type: "changes", cards }, at_ms: state.as_of_ms });
}

/** What the board's own reducer has made is new as far as it changed, and ours besides. */
function thawed(state: BoardState): Mutable<BoardState> {
  return state as Mutable<BoardState>;
}

function nameOf({ kind, key }: Pick<AnyCard, "kind" | "key">): string {
  return `${kind}/${key}`;
}

function remember(draft: Draft, { of, bucket_s, add }: ReplayCounted): void {
  for (const name of of) {
    const sums = new Map(draft.sums.get(name));
    sums.set(bucket_s, plus(sums.get(bucket_s) ?? {}, add));
    draft.sums.set(name, sums);
    draft.touched.add(name);
  }
}

function plus<Sum extends Numbers>(numbers: Sum, more: Numbers): Sum {
  const sum = { ...numbers };
  for (const [name, number] of Object.entries(more) as [keyof Tally, number][])
    sum[name] = ((sum[name] ?? 0) + number) as Sum[keyof Tally];
  return sum;
}

function count(draft: Draft, name: string, add: Numbers): void {
  change(draft, name, (card) => ({ ...card, today: plus(card.today, add) }));
}

/** Every change of a card that counts is made here. */
function change(
  { state }: Draft,
  name: string,
  how: <Card extends { today: Tally; hour: Tally; quarter: Tally }>(card: Card) => Card,
): void {
  const place = name.indexOf("/");
  const kind = COUNTING.find((one) => one === name.slice(0, place));
  const key = name.slice(place + 1);
  const cards = kind && { agent: state.agents, unit: state.units, campaign: state.campaigns }[kind];
  const card = cards?.get(key);
  if (card) (cards as Map<string, typeof card>).set(key, how(card));
}

function grow({ state }: Draft, step: ReplayStep & { kind: "count" }, start_ms: number): void {
  const { dials = 0, connects = 0, effective_talks = 0 } = step.add;
  if (dials + connects + effective_talks === 0) return;
  const at_ms = start_ms + step.bucket_s * 1000;
  for (const name of step.of) {
    if (!name.startsWith("unit/")) continue;
    const unit_id = name.slice("unit/".length);
    const key = `${unit_id}/${at_ms / 1000}`;
    const card = state.volumes.get(key) ?? {
      kind: "volume",
      key,
      version: 0,
      unit_id,
      bucket_at: new Date(at_ms).toISOString(),
      dials: 0,
      connects: 0,
      effective_talks: 0,
    };
    state.volumes.set(key, {
      ...card,
      dials: card.dials + dials,
      connects: card.connects + connects,
      effective_talks: card.effective_talks + effective_talks,
    });
  }
}

function five(at_s: number): number {
  return Math.floor(at_s / FIVE_S) * FIVE_S;
}

/** The last hour and quarter of a card, at `at_s`. A card that shows the same stays the same. */
function window(draft: Draft, name: string, at_s: number): void {
  const sums = draft.sums.get(name) ?? new Map<number, Numbers>();
  change(draft, name, (card) => {
    const hour = windowOf(sums, card.hour, five(at_s) - WINDOWS.hour * FIVE_S);
    const quarter = windowOf(sums, card.quarter, five(at_s) - WINDOWS.quarter * FIVE_S);
    return isSame(hour, card.hour) && isSame(quarter, card.quarter)
      ? card
      : { ...card, hour, quarter };
  });
}

/** What was counted in five minutes that begin after `since_s`; `like` says what is counted. */
function windowOf(sums: ReadonlyMap<number, Numbers>, like: Tally, since_s: number): Tally {
  const total = { ...like };
  for (const name of Object.keys(total) as (keyof Tally)[]) total[name] = 0;
  let sum = total;
  for (const [bucket_s, numbers] of sums) if (bucket_s > since_s) sum = plus(sum, numbers);
  return sum;
}

function isSame(one: Tally, other: Tally): boolean {
  return (Object.keys(one) as (keyof Tally)[]).every((name) => one[name] === other[name]);
}
