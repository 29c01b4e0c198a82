import { expect, test } from "vitest";

import { factsOf, listOf } from "./facts";

const BEFORE = { price: 99, code: "0123", vip: true };

test("facts that are not touched stay as they are", () => {
  expect(factsOf(listOf(BEFORE), BEFORE)).toEqual(BEFORE);
});

test("a fact that is taken out is null, and one without a name is left out", () => {
  const written = [
    { name: "price", value: "129.5" },
    { name: " term ", value: "12 months" },
    { name: "", value: "lost" },
  ];
  expect(factsOf(written, BEFORE)).toEqual({
    price: 129.5,
    code: null,
    vip: null,
    term: "12 months",
  });
});
