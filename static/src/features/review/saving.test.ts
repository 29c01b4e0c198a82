import { describe, expect, test } from "vitest";

import type { Act } from "./acts";
import { aComment, aCorrection, anAddedHit, aReview } from "./review.example";
import {
  nextToSend,
  type SaveEvent,
  type Saving,
  save,
  shownReview,
  startSaving,
  statusOf,
} from "./saving";
import type { HitVerdict, Reason, Review } from "./types";

const judge = (hit_id: string, verdict: HitVerdict, reason: Reason | null = null): Act => ({
  ...{ kind: "judge", hit_id, rule_key: "rule", verdict, reason, note: null },
});
const did = (act: Act): SaveEvent => ({ type: "done", act });
const run = (events: SaveEvent[], from: Saving = startSaving(aReview())) =>
  events.reduce(save, from);
const verdicts = (state: Saving) =>
  shownReview(state).verdicts.map(({ hit_id, verdict, reason }) => [hit_id, verdict, reason]);

/** The server takes what waits, one after the other, as it would. */
function settle(state: Saving): Saving {
  const act = nextToSend(state);
  if (!act) return state;
  const stored = shownReview({ ...state, pending: [act] });
  const review: Review = { ...named(stored), revision: stored.revision + 1 };
  return settle(run([{ type: "sent" }, { type: "saved", review }], state));
}

/** As the server names what is new. */
function named(review: Review): Review {
  const name = <Thing extends { id: string }>(things: Thing[]) =>
    things.map((one) => ({ ...one, id: one.id.replace("new", "server") }));
  return {
    ...review,
    added_hits: name(review.added_hits),
    comments: name(review.comments),
    corrections: name(review.corrections),
  };
}

describe("saving", () => {
  test("what is done shows at once and is sent one by one", () => {
    const state = run([did(judge("a", "confirmed")), did(judge("b", "unsure"))]);

    expect(verdicts(state)).toEqual([
      ["a", "confirmed", null],
      ["b", "unsure", null],
    ]);
    expect(statusOf(state)).toBe("saving");
    expect(nextToSend(state)).toMatchObject({ hit_id: "a" });
    expect(nextToSend(run([{ type: "sent" }], state))).toBeNull();
    expect(statusOf(settle(state))).toBe("saved");
  });

  test("a server that cannot be reached loses nothing", () => {
    const state = run([did(judge("a", "confirmed")), { type: "sent" }, { type: "unreachable" }]);

    expect(statusOf(state)).toBe("offline");
    expect(nextToSend(state)).toMatchObject({ hit_id: "a" });
    expect(statusOf(settle(state))).toBe("saved");
  });

  test("nothing is sent over what somebody else saved until the reader decides", () => {
    const state = run([
      did(judge("a", "confirmed")),
      { type: "sent" },
      { type: "overtaken", who: null },
    ]);
    const theirs = aReview({ revision: 9, praise: "Well done" });

    expect(statusOf(state)).toBe("conflict");
    expect(nextToSend(state)).toBeNull();
    const redone = run([{ type: "reloaded", review: theirs, redo: true }], state);
    expect(shownReview(redone)).toMatchObject({ praise: "Well done", revision: 9 });
    expect(verdicts(redone)).toHaveLength(1);
    const dropped = run([{ type: "reloaded", review: theirs, redo: false }], state);
    expect(verdicts(dropped)).toEqual([]);
    expect(statusOf(dropped)).toBe("saved");
  });

  test("an act that is refused goes, and with it all that was done to what it made", () => {
    const state = run([
      did({ kind: "add_comment", comment: aComment("new 1") }),
      did({ kind: "edit_comment", id: "new 1", text: "Faster" }),
      did(judge("a", "confirmed")),
      { type: "sent" },
      { type: "refused", error: "why" },
    ]);

    expect(state.refused).toBe("why");
    expect(state.pending).toMatchObject([{ kind: "judge" }]);
    expect(shownReview(state).comments).toEqual([]);
  });

  test("later acts find what the server has named meanwhile", () => {
    const state = settle(run([did({ kind: "add_hit", hit: anAddedHit("new 1", 5) })]));
    const removed = run([did({ kind: "remove_hit", id: "new 1" })], state);

    expect(shownReview(state).added_hits.map(({ id }) => id)).toEqual(["server 1"]);
    expect(nextToSend(removed)).toEqual({ kind: "remove_hit", id: "server 1" });
    expect(shownReview(removed).added_hits).toEqual([]);
  });

  test("what is typed on and on is sent once, but never changed on its way", () => {
    const write = (praise: string) => did({ kind: "write", fields: { praise } });
    const typed = run([write("W"), write("Well"), did({ kind: "write", fields: { active_s: 9 } })]);
    const later = run([write("W"), { type: "sent" }, write("Well")]);

    expect(typed.pending).toEqual([{ kind: "write", fields: { praise: "Well", active_s: 9 } }]);
    expect(later.pending).toHaveLength(2);
  });

  test("what was saved elsewhere is taken in only while nothing waits here", () => {
    const newer = aReview({ revision: 7 });
    const busy = run([did(judge("a", "confirmed")), { type: "followed", review: newer }]);

    expect(run([{ type: "followed", review: newer }]).stored.revision).toBe(7);
    expect(busy.stored.revision).toBe(4);
  });
});

describe("undoing", () => {
  const undone: SaveEvent = { type: "undone" };

  test("takes back the last act, then the one before", () => {
    const state = run([did(judge("a", "confirmed")), did(judge("a", "rejected"))]);

    expect(verdicts(run([undone], state))).toEqual([["a", "confirmed", null]]);
    expect(verdicts(run([undone, undone], state))).toEqual([]);
    expect(run([undone, undone, undone], state).pending).toHaveLength(4);
  });

  test("a verdict and its reason are one act", () => {
    const state = run([did(judge("a", "rejected")), did(judge("a", "rejected", "quoted"))]);

    expect(verdicts(state)).toEqual([["a", "rejected", "quoted"]]);
    expect(verdicts(run([undone], state))).toEqual([]);
  });

  test.each<[string, Act, Act]>([
    [
      "an added hit",
      { kind: "add_hit", hit: anAddedHit("new 1", 5) },
      { kind: "remove_hit", id: "new 1" },
    ],
    [
      "a comment",
      { kind: "add_comment", comment: aComment("new 1") },
      { kind: "remove_comment", id: "new 1" },
    ],
    [
      "a correction",
      { kind: "correct", correction: aCorrection("new 1", "收益") },
      { kind: "uncorrect", id: "new 1" },
    ],
  ])("%s goes again, and comes back when its removal is undone", (_, make, remove) => {
    const made = settle(run([did(make)]));
    const before = made.stored;

    expect(settle(run([undone], made)).stored).toMatchObject({
      added_hits: [],
      comments: [],
      corrections: [],
    });
    const back = shownReview(run([did(remove), undone], made));
    const counts = ({ added_hits, comments, corrections }: Review) =>
      [added_hits, comments, corrections].map(({ length }) => length);
    expect(counts(back)).toEqual(counts(before));
  });

  test("words corrected twice are as they were after the first time", () => {
    const first = settle(run([did({ kind: "correct", correction: aCorrection("new 1", "收益") })]));
    const twice = run([did({ kind: "correct", correction: aCorrection("new 2", "手艺") })], first);

    expect(shownReview(twice).corrections.map(({ said }) => said)).toEqual(["手艺"]);
    expect(shownReview(run([undone], twice)).corrections.map(({ said }) => said)).toEqual(["收益"]);
  });
});
