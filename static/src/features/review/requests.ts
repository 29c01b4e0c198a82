/** One request per act; each answers with the review as it then is. */
import { api, ask } from "../../lib/api";
import type { Act } from "./acts";
import type { Review, Task } from "./types";

export function getReview(id: string): Promise<Review> {
  return ask(api.GET("/api/v1/reviews/{review_id}", { params: { path: { review_id: id } } }));
}

/** Done to the review as it was stored at `revision`; harmless when sent again. */
export function sendAct({ id: review_id, revision }: Review, act: Act): Promise<Review> {
  const path = { review_id };
  const query = { revision };
  switch (act.kind) {
    case "judge": {
      const { hit_id, verdict, reason, note } = act;
      return ask(
        api.PUT("/api/v1/reviews/{review_id}/verdicts/{hit_id}", {
          params: { path: { ...path, hit_id } },
          body: { verdict, reason, note, revision },
        }),
      );
    }
    case "unjudge":
      return ask(
        api.DELETE("/api/v1/reviews/{review_id}/verdicts/{hit_id}", {
          params: { path: { ...path, hit_id: act.hit_id }, query },
        }),
      );
    case "answer": {
      const { rule_key, answer, note } = act;
      return ask(
        api.PUT("/api/v1/reviews/{review_id}/answers/{rule_key}", {
          params: { path: { ...path, rule_key } },
          body: { answer, note, revision },
        }),
      );
    }
    case "unanswer":
      return ask(
        api.DELETE("/api/v1/reviews/{review_id}/answers/{rule_key}", {
          params: { path: { ...path, rule_key: act.rule_key }, query },
        }),
      );
    case "write":
      return ask(
        api.PATCH("/api/v1/reviews/{review_id}", {
          params: { path },
          body: { ...act.fields, revision },
        }),
      );
    default:
      return sendMark(path, revision, act);
  }
}

type Mark = Exclude<
  Act,
  | { kind: "judge" }
  | { kind: "unjudge" }
  | { kind: "answer" }
  | { kind: "unanswer" }
  | { kind: "write" }
>;

/** What is pinned to words or seconds. */
function sendMark(path: { review_id: string }, revision: number, act: Mark): Promise<Review> {
  const query = { revision };
  switch (act.kind) {
    case "add_hit": {
      const { rule_key, utterance, char_start, char_end, start_s, end_s, note } = act.hit;
      const place = utterance === null ? { start_s, end_s } : { utterance, char_start, char_end };
      return ask(
        api.POST("/api/v1/reviews/{review_id}/hits", {
          params: { path },
          body: { rule_key, ...place, note, revision },
        }),
      );
    }
    case "remove_hit":
      return ask(
        api.DELETE("/api/v1/reviews/{review_id}/hits/{added_id}", {
          params: { path: { ...path, added_id: act.id }, query },
        }),
      );
    case "add_comment": {
      const { start_s, end_s, text } = act.comment;
      return ask(
        api.POST("/api/v1/reviews/{review_id}/comments", {
          params: { path },
          body: { start_s, end_s, text, revision },
        }),
      );
    }
    case "edit_comment":
      return ask(
        api.PATCH("/api/v1/reviews/{review_id}/comments/{comment_id}", {
          params: { path: { ...path, comment_id: act.id } },
          body: { text: act.text, revision },
        }),
      );
    case "remove_comment":
      return ask(
        api.DELETE("/api/v1/reviews/{review_id}/comments/{comment_id}", {
          params: { path: { ...path, comment_id: act.id }, query },
        }),
      );
    case "correct": {
      const { utterance, char_start, char_end, said } = act.correction;
      return ask(
        api.POST("/api/v1/reviews/{review_id}/corrections", {
          params: { path },
          body: { utterance, char_start, char_end, said, revision },
        }),
      );
    }
    case "uncorrect":
      return ask(
        api.DELETE("/api/v1/reviews/{review_id}/corrections/{correction_id}", {
          params: { path: { ...path, correction_id: act.id }, query },
        }),
      );
  }
}

/** With the time it took: that is no save, so it needs no revision of its own. */
export async function finaliseReview(review: Review, active_s: number): Promise<Review> {
  const { id: review_id, revision } = review;
  const params = { path: { review_id } };
  await ask(
    api.PATCH("/api/v1/reviews/{review_id}", {
      params,
      body: { active_s: Math.round(active_s), revision },
    }),
  );
  return ask(api.POST("/api/v1/reviews/{review_id}/finalise", { params, body: { revision } }));
}

/** Claims the most urgent call; null when nothing is left. */
export async function takeNext(): Promise<Task | null> {
  const task = await ask(api.POST("/api/v1/reviews/tasks/next", { body: { beyond_quota: false } }));
  return task ?? null;
}
