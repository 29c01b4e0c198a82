/** What can be done with a recording in the queue, by its state. Pure. */
import type { Permission, QueuedRecording } from "../../lib/api";
import type { Step } from "./queries";

const NEEDS: Record<Step, Permission> = {
  hurry: "hearing:manage",
  cancel: "hearing:manage",
  retry: "recordings:write",
};

export function stepsFor(
  { state, lane }: Pick<QueuedRecording, "state" | "lane">,
  permissions: readonly Permission[],
): Step[] {
  const waits = state === "waiting" || state === "paused";
  const possible: Record<Step, boolean> = {
    hurry: waits && lane !== "review",
    cancel: waits || state === "transcribing",
    retry: state === "set_aside" || state === "cancelled",
  };
  return (["hurry", "cancel", "retry"] as const).filter(
    (step) => possible[step] && permissions.includes(NEEDS[step]),
  );
}
