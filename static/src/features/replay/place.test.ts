import { describe, expect, test } from "vitest";

import { clamp, faster, lastStretch, neighbour, passed, readPlace } from "./place";

const NOW = Date.parse("2026-03-02T10:07:31Z");
const read = (text: string) => readPlace(new URLSearchParams(text));

describe("the address", () => {
  test("says all of it", () => {
    expect(read("from=2026-03-02T09:00:00Z&minutes=30&at=90.5&speed=60")).toEqual({
      from_at: "2026-03-02T09:00:00.000Z",
      minutes: 30,
      at_s: 90.5,
      speed: 60,
    });
  });

  test("may say nothing but the beginning", () => {
    expect(read("from=2026-03-02T09:00:00Z")).toMatchObject({ minutes: 60, at_s: 0, speed: 15 });
  });

  test.each(["", "from=", "from=yesterday"])("%j names no beginning", (text) => {
    expect(read(text)).toBeNull();
  });

  test("what cannot be is brought to what can", () => {
    expect(read("from=2026-03-02T09:03:21Z&minutes=7&at=99999&speed=3")).toEqual({
      from_at: "2026-03-02T09:00:00.000Z",
      minutes: 60,
      at_s: 3600,
      speed: 15,
    });
    expect(read("from=2026-03-02T09:00:00Z&at=-5")?.at_s).toBe(0);
    expect(read("from=2026-03-02T09:00:00Z&at=NaN")?.at_s).toBe(0);
  });
});

describe("which stretch", () => {
  test("the newest is over, by full five minutes", () => {
    expect(lastStretch(NOW, 60)).toBe("2026-03-02T09:05:00.000Z");
  });

  test("what has not passed as a whole gives way to the newest that has", () => {
    expect(passed("2026-03-02T10:00:00.000Z", 60, NOW)).toBe("2026-03-02T09:05:00.000Z");
    expect(passed("2026-03-01T10:00:00.000Z", 60, NOW)).toBe("2026-03-01T10:00:00.000Z");
  });

  test("one before is always there, one after only when it has passed", () => {
    const place = { from_at: "2026-03-02T08:00:00.000Z", minutes: 60 } as const;
    expect(neighbour(place, -1, NOW)).toBe("2026-03-02T07:00:00.000Z");
    expect(neighbour(place, 1, NOW)).toBe("2026-03-02T09:00:00.000Z");
    expect(neighbour({ ...place, from_at: "2026-03-02T09:00:00.000Z" }, 1, NOW)).toBeNull();
  });
});

test("speeds end where there are no more", () => {
  expect([faster(5, 1), faster(60, 1), faster(5, -1), faster(1, -1)]).toEqual([15, 60, 1, 1]);
});

test("nobody leaves the stretch", () => {
  expect([clamp(-1, 300), clamp(150, 300), clamp(301, 300)]).toEqual([0, 150, 300]);
});
