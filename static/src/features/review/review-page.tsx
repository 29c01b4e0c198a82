import { useEffect, useEffectEvent, useState } from "react";
import { useParams, useSearchParams } from "react-router";

import styles from "../../components/call/call.module.css";
import { useCall } from "../../components/call/queries";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail } from "../../lib/api";
import { asProblem, hasStatus, ProblemError } from "../../lib/problem";
import { useCan, useSession } from "../../lib/session";
import { purposeOf, reviewOf } from "./choose-review";
import { NotBegun } from "./not-begun";
import { useCallReviews, useOpenReview, useReview, useTask } from "./queries";
import { ReviewView } from "./review-view";

/** The desk for one call: `?task=` opens it for work, `?review=` shows one of its results. */
export default function ReviewPage() {
  const { callId = "" } = useParams();
  const call = useCall(callId);
  if (call.data) return <OfCall key={callId} call={call.data} />;
  if (call.isError) return <ProblemPanel error={asMissing(call.error)} onRetry={call.refetch} />;
  return <Loading />;
}

function OfCall({ call }: { call: CallDetail }) {
  const [params] = useSearchParams();
  const mayReview = useCan("reviews:write");
  const { user_id } = useSession();
  const listed = useCallReviews(call.id);
  const open = useOpenReview(call.id);
  const wanted = params.get("review");
  const taskId = params.get("task");
  const task = useTask(taskId);
  const purpose = purposeOf(task.data);
  const asked = !mayReview || taskId === null || task.isFetched;
  const known =
    listed.data && asked ? reviewOf(task.data, listed.data.items, wanted, user_id) : undefined;
  const id = open.data?.id ?? known;
  const review = useReview(id ?? undefined);

  const had = useHad(id);

  // Whoever comes from the queue has said already that they want to review it; not so once they
  // have discarded what they had.
  const begin = useEffectEvent(() => {
    if (open.isIdle) open.mutate({ task_id: taskId, purpose });
  });
  const begins = taskId !== null && mayReview && known === null && !had && call.recording !== null;
  useEffect(() => {
    if (begins) begin();
  }, [begins]);

  if (review.data)
    return (
      <ReviewView
        key={review.data.id}
        call={call}
        first={review.data}
        editable={review.data.may_edit}
      />
    );
  const broken = [listed, review].find(({ isError }) => isError);
  if (broken) return <ProblemPanel error={asMissing(broken.error)} onRetry={broken.refetch} />;
  if (known === null && !open.isPending && (open.isError || !begins))
    return (
      <NotBegun
        call={call}
        refused={open.error}
        onBegin={() => open.mutate({ task_id: taskId, purpose })}
      />
    );
  return <Loading />;
}

/** Whether there was ever a review to show. */
function useHad(id: string | null | undefined): boolean {
  const [had, setHad] = useState(false);
  if (id && !had) setHad(true);
  return had;
}

function Loading() {
  return (
    <div className={styles.page} aria-busy="true">
      <Placeholder height={44} />
      <Placeholder height={176} />
      <div className={styles.columns}>
        <Placeholder height={400} />
        <Placeholder height={400} />
      </div>
    </div>
  );
}

/** An address that can name no call is to the reader the same as one that names none. */
function asMissing(error: unknown): unknown {
  if (!hasStatus(error, 422)) return error;
  return new ProblemError({ ...asProblem(error), type: "/problems/call-not-found", status: 404 });
}
