/** What a reviewer does to a draft: its effect here before the server answers, and its undoing. Pure. */
import type {
  AddedHit,
  Answered,
  Comment,
  Correction,
  HitVerdict,
  Reason,
  Review,
  RuleAnswer,
} from "./types";

/** A fresh thing is known by a key of ours until the server has given it an id. */
export type Act =
  | {
      kind: "judge";
      hit_id: string;
      rule_key: string;
      verdict: HitVerdict;
      reason: Reason | null;
      note: string | null;
    }
  | { kind: "unjudge"; hit_id: string }
  | { kind: "answer"; rule_key: string; answer: RuleAnswer; note: string | null }
  | { kind: "unanswer"; rule_key: string }
  | { kind: "add_hit"; hit: AddedHit }
  | { kind: "remove_hit"; id: string }
  | { kind: "add_comment"; comment: Comment }
  | { kind: "edit_comment"; id: string; text: string }
  | { kind: "remove_comment"; id: string }
  | { kind: "correct"; correction: Correction }
  | { kind: "uncorrect"; id: string }
  | { kind: "write"; fields: Written };

export interface Written {
  praise?: string;
  suggestion?: string;
  active_s?: number;
}

/** The review as it will be once the server has taken the act; its score stays as it was. */
export function applyAct(review: Review, act: Act): Review {
  const { verdicts, answers, added_hits, comments, corrections } = review;
  switch (act.kind) {
    case "judge": {
      const { kind: _, ...verdict } = act;
      const judged = { ...verdict, at: review.saved_at };
      return { ...review, verdicts: [...withoutHit(verdicts, act.hit_id), judged] };
    }
    case "unjudge":
      return { ...review, verdicts: withoutHit(verdicts, act.hit_id) };
    case "answer": {
      const { kind: _, ...answer } = act;
      const answered = { ...answer, at: review.saved_at };
      return { ...review, answers: [...withoutRule(answers, act.rule_key), answered] };
    }
    case "unanswer":
      return { ...review, answers: withoutRule(answers, act.rule_key) };
    case "add_hit":
      return { ...review, added_hits: [...without(added_hits, act.hit.id), act.hit] };
    case "remove_hit":
      return { ...review, added_hits: without(added_hits, act.id) };
    case "add_comment":
      return { ...review, comments: [...without(comments, act.comment.id), act.comment] };
    case "edit_comment":
      return { ...review, comments: comments.map((one) => reworded(one, act.id, act.text)) };
    case "remove_comment":
      return { ...review, comments: without(comments, act.id) };
    case "correct":
      return {
        ...review,
        corrections: [
          ...corrections.filter((one) => !isSamePlace(one, act.correction)),
          act.correction,
        ],
      };
    case "uncorrect":
      return { ...review, corrections: without(corrections, act.id) };
    case "write":
      return { ...review, ...act.fields };
  }
}

/** What takes `act` back from the review as it is before it; null for what is not undone so. */
export function inverseOf(review: Review, act: Act): Act | null {
  switch (act.kind) {
    case "judge":
    case "unjudge":
      return formerVerdict(review, act.hit_id);
    case "answer":
    case "unanswer":
      return formerAnswer(review, act.rule_key);
    case "add_hit":
      return { kind: "remove_hit", id: act.hit.id };
    case "remove_hit":
      return restored(review.added_hits, act.id, (hit) => ({ kind: "add_hit", hit }));
    case "add_comment":
      return { kind: "remove_comment", id: act.comment.id };
    case "edit_comment":
      return restored(review.comments, act.id, ({ id, text }) => ({
        kind: "edit_comment",
        id,
        text,
      }));
    case "remove_comment":
      return restored(review.comments, act.id, (comment) => ({ kind: "add_comment", comment }));
    case "correct":
      return formerCorrection(review, act.correction);
    case "uncorrect":
      return restored(review.corrections, act.id, (correction) => ({
        kind: "correct",
        correction,
      }));
    // A field has the browser's own undo.
    case "write":
      return null;
  }
}

/** What an act is about, if that can be a thing of our own naming. */
export function idOf(act: Act): string | null {
  return "id" in act ? act.id : null;
}

/** The thing that an act makes, if it makes one. */
export function madeBy(act: Act): string | null {
  switch (act.kind) {
    case "add_hit":
      return act.hit.id;
    case "add_comment":
      return act.comment.id;
    case "correct":
      return act.correction.id;
    default:
      return null;
  }
}

/** The same act about the thing's own id, where the server has given one by now. */
export function renamed(act: Act, ids: ReadonlyMap<string, string>): Act {
  const id = idOf(act);
  const known = id === null ? undefined : ids.get(id);
  return known && "id" in act ? { ...act, id: known } : act;
}

function formerVerdict({ verdicts }: Review, hit_id: string): Act {
  const former = verdicts.find((one) => one.hit_id === hit_id);
  return former ? { ...former, kind: "judge" } : { kind: "unjudge", hit_id };
}

/** The words corrected before are so again; the server keeps one correction of a place. */
function formerCorrection({ corrections }: Review, wanted: Correction): Act {
  const former = corrections.find((one) => isSamePlace(one, wanted));
  return former ? { kind: "correct", correction: former } : { kind: "uncorrect", id: wanted.id };
}

function isSamePlace(one: Correction, other: Correction): boolean {
  return (
    one.utterance === other.utterance &&
    one.char_start === other.char_start &&
    one.char_end === other.char_end
  );
}

function formerAnswer({ answers }: Review, rule_key: string): Act {
  const former = answers.find((one) => one.rule_key === rule_key);
  return former ? { ...former, kind: "answer" } : { kind: "unanswer", rule_key };
}

function restored<Thing extends { id: string }>(
  things: readonly Thing[],
  id: string,
  act: (thing: Thing) => Act,
): Act | null {
  const former = things.find((one) => one.id === id);
  return former ? act(former) : null;
}

function without<Thing extends { id: string }>(things: readonly Thing[], id: string): Thing[] {
  return things.filter((one) => one.id !== id);
}

function withoutHit(verdicts: Review["verdicts"], hit_id: string): Review["verdicts"] {
  return verdicts.filter((one) => one.hit_id !== hit_id);
}

function withoutRule(answers: readonly Answered[], rule_key: string): Answered[] {
  return answers.filter((one) => one.rule_key !== rule_key);
}

function reworded(comment: Comment, id: string, text: string): Comment {
  return comment.id === id ? { ...comment, text } : comment;
}
