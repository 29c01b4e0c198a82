import { expect, test } from "vitest";

import { growth, pace, points } from "./pace";

test("1,240 of 3,000 when 1,494 should be done is 83 % of pace", () => {
  const { share, level } = pace(1240, 3000, 1494);
  expect(share).toBeCloseTo(0.83, 3);
  expect(level).toBe("act");
});

test("a little behind wants a look, and ahead is good", () => {
  expect(pace(90, 300, 100).level).toBe("look");
  expect(pace(97, 300, 100).level).toBe("good");
  expect(pace(120, 300, 100).level).toBe("good");
});

test("before work begins there is no pace to be behind of", () => {
  expect(pace(0, 300, 0)).toEqual({ target: 300, share: null, level: "waiting" });
});

test("what is reached is reached, however early", () => {
  expect(pace(300, 300, 0).level).toBe("reached");
  expect(pace(301, 300, 300).level).toBe("reached");
});

test("counts grow by a share, rates by points", () => {
  expect(growth(110, 100)).toEqual({ direction: "up", by: expect.closeTo(0.1) });
  expect(growth(90, 100)).toEqual({ direction: "down", by: expect.closeTo(0.1) });
  expect(points(0.31, 0.3)).toEqual({ direction: "up", by: expect.closeTo(0.01) });
});

test("nothing grows from nothing, and what nobody could read is the same", () => {
  expect(growth(5, 0)).toBeNull();
  expect(points(null, 0.3)).toBeNull();
  expect(growth(1000, 1000)).toEqual({ direction: "same", by: 0 });
  expect(growth(100_010, 100_000)?.direction).toBe("same");
});
