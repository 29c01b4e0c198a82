import { expect, test } from "vitest";

import { byNeed, isNarrowed, readFilters, toQuery, writeFilters } from "./filters";

const ZONE = "Asia/Shanghai";
const read = (text: string) => readFilters(new URLSearchParams(text));

test("an address bar without filters shows what is open", () => {
  const filters = read("");

  expect(isNarrowed(filters)).toBe(false);
  expect(toQuery(filters, ZONE, null)).toEqual({ state: "open", limit: 100 });
});

test("filters come back from the address as they went in", () => {
  const text = "view=history&severity=critical&kind=idle&unit=u1&agent=a1&from=2026-11-01";

  expect(writeFilters(read(text)).toString()).toBe(text);
});

test("nonsense in the address is no filter", () => {
  expect(read("view=x&severity=loud&kind=none&from=yesterday")).toEqual(read(""));
});

test("days of the history are whole days of the reader's zone", () => {
  const query = toQuery(read("view=history&from=2026-11-01&to=2026-11-02"), ZONE, "c");

  expect(query).toEqual({
    state: "over",
    limit: 50,
    from: "2026-10-31T16:00:00.000Z",
    to: "2026-11-02T16:00:00.000Z",
    cursor: "c",
  });
});

test("open alerts have no period", () => {
  expect(toQuery(read("from=2026-11-01"), ZONE, null)).toEqual({ state: "open", limit: 100 });
});

test("what nobody sees to comes first, then the gravest, then the newest", () => {
  const at = (minute: number) => `2026-11-21T04:0${minute}:00Z`;
  const alerts = [
    { id: "seen", severity: "critical", raised_at: at(5), acknowledged_at: at(6) },
    { id: "info", severity: "info", raised_at: at(5), acknowledged_at: null },
    { id: "old", severity: "critical", raised_at: at(1), acknowledged_at: null },
    { id: "new", severity: "critical", raised_at: at(2), acknowledged_at: null },
  ] as const;

  expect(byNeed(alerts).map(({ id }) => id)).toEqual(["new", "old", "info", "seen"]);
});
