import { expect, test } from "vitest";

import type { Unit } from "./api";
import { unitTree } from "./unit-tree";

const unit = (id: string, parent_id: string | null, name = id): Unit => ({
  id,
  parent_id,
  name,
  kind: "team",
  timezone: "UTC",
  archived_at: null,
  agents: 0,
});

const shown = (units: Unit[]) => unitTree(units, "en").map(({ name, depth }) => `${depth} ${name}`);

test("children follow their parent, siblings stand by name and number", () => {
  const units = [
    unit("t10", "dept", "Team 10"),
    unit("other", "centre", "Back office"),
    unit("t2", "dept", "Team 2"),
    unit("dept", "centre", "Sales"),
    unit("centre", null, "Harbor"),
  ];

  expect(shown(units)).toEqual(["0 Harbor", "1 Back office", "1 Sales", "2 Team 2", "2 Team 10"]);
});

test("a unit whose parent may not be seen is a root", () => {
  expect(shown([unit("b", "hidden"), unit("a", "hidden"), unit("c", "a")])).toEqual([
    "0 a",
    "1 c",
    "0 b",
  ]);
});
