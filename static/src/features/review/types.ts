/** What travels between the desk and the server. */
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Review = Schemas["ReviewOut"];
export type ListedReview = Schemas["ListedReviewOut"];
export type Score = Schemas["ScoreOut"];
export type Machine = Schemas["MachineOut"];
export type JudgedHit = Schemas["VerdictOut"];
export type Answered = Schemas["AnswerOut"];
export type AddedHit = Schemas["AddedHitOut"];
export type Comment = Schemas["CommentOut"];
export type Correction = Schemas["CorrectionOut"];
export type HitVerdict = Schemas["HitVerdict"];
export type RuleAnswer = Schemas["RuleAnswer"];
export type Reason = Schemas["Reason"];
/** What somebody begins a review for. */
export type Opened = Exclude<Schemas["Purpose"], "appeal">;
export type Task = Schemas["TaskOut"];
export type Tried = Schemas["CorrectionsTriedOut"];
