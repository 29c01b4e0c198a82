import { expect, test } from "vitest";

import {
  aboutUnit,
  addTile,
  bodyOf,
  changeTile,
  type Draft,
  firstDraft,
  KINDS,
  moveTile,
  placeTile,
  removeTile,
  tileAt,
} from "./draft";

const ids = ({ tiles }: Draft) => tiles.map(({ id }) => id);
const first = firstDraft("u1", "Mine");

test("a first board has tiles of several kinds, each with a name of its own", () => {
  expect(new Set(ids(first)).size).toBe(first.tiles.length);
  expect(new Set(first.tiles.map(({ kind }) => kind)).size).toBeGreaterThan(2);
});

test("every kind can be added, and no two tiles are called the same, not even after removing", () => {
  const added = KINDS.reduce((draft, kind) => addTile(draft, kind).draft, first);
  const again = addTile(removeTile(added, "t3"), "number");

  expect(again.draft.tiles.at(-1)?.id).toBe(again.id);
  expect(new Set(ids(again.draft)).size).toBe(again.draft.tiles.length);
});

test("tiles move by steps and stay at the ends", () => {
  const [one, two, ...rest] = ids(first);
  expect(ids(moveTile(first, "t1", 1))).toEqual([two, one, ...rest]);
  expect(ids(moveTile(first, "t1", -1))).toEqual(ids(first));
  expect(ids(moveTile(first, "t6", 9))).toEqual(ids(first));
});

test("a dropped tile takes the place it is dropped on; what is no tile changes nothing", () => {
  expect(ids(placeTile(first, "t6", 0))[0]).toBe("t6");
  expect(placeTile(first, "some text", 0)).toBe(first);
});

test("about another unit, tiles narrow to nothing of the old one", () => {
  const [tile] = first.tiles;
  const narrowed = changeTile(first, { ...(tile as NonNullable<typeof tile>), unit_id: "u1a" });
  expect(aboutUnit(narrowed, "u2").tiles.every(({ unit_id }) => unit_id === null)).toBe(true);
});

test("what is sent has no blanks around its name", () => {
  expect(bodyOf({ ...first, name: " Mine " }).name).toBe("Mine");
});

test("a refused field names its tile", () => {
  expect(tileAt("layout.tiles.3.number.metric")).toBe(3);
  expect(tileAt("name")).toBeNull();
});
