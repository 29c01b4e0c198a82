import { expect, test } from "vitest";

import type { Act } from "./acts";
import { applyAct } from "./acts";
import { countStates, markHits, neighbour, nextOpen } from "./hits";
import { anAddedHit, aReview } from "./review.example";
import type { HitVerdict } from "./types";

const judge = (hit_id: string, verdict: HitVerdict): Act => ({
  ...{ kind: "judge", hit_id, rule_key: `rule of ${hit_id}`, verdict, reason: null, note: null },
});

const ids = (review = aReview()) => markHits(review).map(({ hit, state }) => [hit.id, state]);

test("hits come by time, each with what was said of it", () => {
  expect(ids(applyAct(aReview(), judge("a", "rejected")))).toEqual([
    ["a", "rejected"],
    ["b", "open"],
    ["c", null],
  ]);
});

test("a hit of the reviewer's own stands among the machine's, named after its rule", () => {
  const hits = markHits(aReview({ added_hits: [anAddedHit("mine", 2.5)] }));

  expect(hits.map(({ hit }) => hit.id)).toEqual(["a", "b", "mine", "c"]);
  expect(hits[2]).toMatchObject({ state: "added", hit: { rule_name: "notice" } });
});

test("a rule that is answered as a whole asks nothing more of its hits", () => {
  const act: Act = { kind: "answer", rule_key: "rule of a", answer: "passed", note: null };

  expect(ids(applyAct(aReview(), act))[0]).toEqual(["a", null]);
});

test("from the last open hit the way leads round to the first", () => {
  const hits = markHits(aReview());

  expect(nextOpen(hits, null)?.hit.id).toBe("a");
  expect(nextOpen(hits, "a")?.hit.id).toBe("b");
  expect(nextOpen(hits, "b")?.hit.id).toBe("a");
  expect(nextOpen(hits, "c")?.hit.id).toBe("a");
});

test("nothing is open once every hit that asks has a verdict", () => {
  const acts = [judge("a", "confirmed"), judge("b", "unsure")];
  const hits = markHits(acts.reduce(applyAct, aReview()));

  expect(nextOpen(hits, "b")).toBeUndefined();
  expect(countStates(hits)).toMatchObject({ open: 0, confirmed: 1, unsure: 1 });
});

test("neighbours stop at either end", () => {
  const hits = markHits(aReview());

  expect(neighbour(hits, null, 1)?.hit.id).toBe("a");
  expect(neighbour(hits, "a", 1)?.hit.id).toBe("b");
  expect(neighbour(hits, "c", 1)?.hit.id).toBe("c");
  expect(neighbour(hits, "a", -1)?.hit.id).toBe("a");
});
