/** What went wrong, in the server's words (RFC 9457) or ours when it could not answer. */
import type { components } from "./api-types";

/** Those that no server sent have no `instance` to quote. */
export type Problem = Pick<
  components["schemas"]["Problem"],
  "type" | "title" | "status" | "detail"
> & { field?: string | null; instance?: string | null };

/** `status` is 0 when no answer came at all. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

export function problemFrom(status: number, body: unknown): Problem {
  if (isProblem(body)) return { ...body, status };
  return { type: "about:blank", title: "", status, detail: "" };
}

export function unreachable(cause: unknown): ProblemError {
  return new ProblemError({ type: "about:blank", title: "", status: 0, detail: "" }, { cause });
}

export function asProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: "about:blank", title: "", status: -1, detail };
}

export function hasStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ProblemError && statuses.includes(error.problem.status);
}

/** Whether the server names this field of the request as the wrong one. */
export function isOfField(error: unknown, ...fields: string[]): boolean {
  const { field } = asProblem(error);
  return fields.some((one) => field === one || field?.endsWith(`.${one}`));
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "detail" in body && isText(body.detail);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
