import { expect, test } from "vitest";

import { type BoardState, emptyBoard, receive, SALES_KEPT } from "../../components/board/board";
import { NOTHING } from "../../components/board/figures";
import type { AnyCard, BoardMessage, SaleCard } from "../../lib/api";
import { cheered, look, nextCheer, noJoys } from "./celebrations";

const NOON_MS = Date.parse("2026-11-21T04:00:00Z");

const sale = (place: number, fields: Partial<SaleCard> = {}): SaleCard => ({
  kind: "sale",
  key: `s${place}`,
  version: place + 1,
  unit_id: "t1",
  agent_id: "alice",
  agent_name: "Alice",
  campaign_id: null,
  amount: null,
  currency: null,
  sold_at: new Date(NOON_MS + place * 1000).toISOString(),
  withdrawn: false,
  ...fields,
});

const dialled = (version: number, dials: number): AnyCard => ({
  kind: "unit",
  key: "t1",
  version,
  unit_id: "t1",
  name: "Team",
  today: { ...NOTHING, dials },
  hour: NOTHING,
  quarter: NOTHING,
});

const snapshot = (cards: AnyCard[], day = "2026-11-20T16:00:00Z"): BoardMessage => ({
  type: "snapshot",
  now: new Date(NOON_MS).toISOString(),
  board: {
    id: "t1",
    name: "Team",
    timezone: "Asia/Shanghai",
    day_starts_at: day,
    day_ends_at: "2026-11-21T16:00:00Z",
  },
  cards,
});

const then = (state: BoardState, message: BoardMessage, at_ms = NOON_MS) =>
  receive(state, { message, at_ms });

test("what was sold before the wall was opened is no news", () => {
  const state = then(emptyBoard, snapshot([sale(1)]));
  expect(look(noJoys, state, undefined).waiting).toEqual([]);
});

test("a sale that comes is cheered for once", () => {
  const before = then(emptyBoard, snapshot([sale(1)]));
  const opened = look(noJoys, before, undefined);
  const after = then(before, { type: "changes", cards: [sale(2, { amount: 99 })] });
  const once = look(opened, after, undefined);

  expect(once.waiting).toMatchObject([{ kind: "sale", name: "Alice", amount: 99 }]);
  expect(look(once, after, undefined).waiting).toHaveLength(1);
  expect(cheered(once, nextCheer(once)).waiting).toEqual([]);
});

test("sales that come while a banner stands are cheered for together, a record by itself", () => {
  const records = [{ agent_id: null, metric: "dials" as const, date: "2026-11-01", number: 10 }];
  const before = then(emptyBoard, snapshot([dialled(1, 10)]));
  const opened = look(noJoys, before, records);
  const cards = [sale(1), sale(2), dialled(4, 11)];
  const busy = look(opened, then(before, { type: "changes", cards }), records);
  const after = cheered(busy, nextCheer(busy));

  expect(nextCheer(busy).map(({ key }) => key)).toEqual(["s1", "s2"]);
  expect(nextCheer(after)).toMatchObject([{ kind: "record" }]);
});

test("a sale found out much later is not", () => {
  const before = then(emptyBoard, snapshot([]));
  const old = sale(1, { sold_at: new Date(NOON_MS - 3_600_000).toISOString() });
  const after = then(before, { type: "changes", cards: [old] });
  expect(look(look(noJoys, before, undefined), after, undefined).waiting).toEqual([]);
});

test("a record is cheered for when it falls, not when it has fallen before", () => {
  const records = [{ agent_id: null, metric: "dials" as const, date: "2026-11-01", number: 10 }];
  const before = then(emptyBoard, snapshot([dialled(1, 10)]));
  const opened = look(noJoys, before, records);
  const after = then(before, { type: "changes", cards: [dialled(2, 11)] });
  const fell = look(opened, after, records);
  const further = then(after, { type: "changes", cards: [dialled(3, 12)] });

  expect(fell.waiting).toMatchObject([{ kind: "record", name: "Team", number: 11 }]);
  expect(look(cheered(fell, nextCheer(fell)), further, records).waiting).toEqual([]);
  expect(look(noJoys, after, records).waiting).toEqual([]);
});

test("a new day begins with no cheers", () => {
  const before = look(noJoys, then(emptyBoard, snapshot([])), undefined);
  const tomorrow = then(emptyBoard, snapshot([sale(1)], "2026-11-21T16:00:00Z"));
  expect(look(before, tomorrow, undefined).waiting).toEqual([]);
});

test("thousands of messages leave no more behind than a day is shown with", () => {
  let state = then(emptyBoard, snapshot([]));
  let joys = look(noJoys, state, undefined);
  for (let place = 0; place < 2000; place += 1) {
    state = then(
      state,
      { type: "changes", cards: [sale(place), dialled(place + 2, place)] },
      NOON_MS + place * 1000,
    );
    joys = look(joys, state, undefined);
  }

  expect(state.sales.size).toBe(SALES_KEPT);
  expect(joys.sales.size).toBe(SALES_KEPT);
  expect(joys.waiting.length).toBeLessThanOrEqual(5);
  expect(state.units.size).toBe(1);
});
