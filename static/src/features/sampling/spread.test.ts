import { expect, test } from "vitest";

import { partOf, spreadOf } from "./spread";

const agents = (...chosen: number[]) =>
  chosen.map((one, place) => ({
    agent_id: String(place),
    agent_name: `Agent ${place}`,
    calls: 10,
    chosen: one,
  }));

test("a spread tells least, middle and most, and who would get nothing", () => {
  expect(spreadOf(agents(3, 0, 7))).toEqual({ least: 0, median: 3, most: 7, without: 1 });
  expect(spreadOf(agents(4, 1, 10, 2))).toEqual({ least: 1, median: 3, most: 10, without: 0 });
  expect(spreadOf([])).toBeNull();
});

test("a problem belongs to a part of the plan", () => {
  expect(partOf("body.layers.2.random.per_agent")).toEqual({ part: "layers", layer: 2 });
  expect(partOf("body.body.layers.0")).toEqual({ part: "layers", layer: 0 });
  expect(partOf("body.filters")).toEqual({ part: "filters", layer: null });
  expect(partOf("from")).toEqual({ part: "from", layer: null });
  expect(partOf(null)).toEqual({ part: "", layer: null });
});
