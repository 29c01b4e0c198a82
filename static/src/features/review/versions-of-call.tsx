import { Placeholder } from "../../components/placeholder";
import { useCallReviews, useReviews } from "./queries";
import styles from "./review.module.css";
import type { Review } from "./types";
import { VersionsTable } from "./versions-table";

/** The call's other results, read when somebody wants to compare. */
export function Versions({ review }: { review: Review }) {
  const listed = useCallReviews(review.call_id);
  const others = (listed.data?.items ?? []).filter(
    ({ id, number }) => number !== null && id !== review.id,
  );
  const read = useReviews(others.map(({ id }) => id));
  if (listed.isPending || read.length < others.length)
    return (
      <div className={styles.loading}>
        <Placeholder height={200} />
      </div>
    );
  return <VersionsTable review={review} all={review.number === null ? read : [...read, review]} />;
}
