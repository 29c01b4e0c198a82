import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { purposeOf } from "./choose-review";
import styles from "./review.module.css";
import { SupersedeDialog } from "./supersede-dialog";
import type { Review } from "./types";
import type { Finalising } from "./use-finalising";

interface Props {
  review: Review;
  finalising: Finalising;
  onSuperseded: (draft: Review) => void;
}

/** What the review has come to, and what can be done once nothing in it changes any more. */
export function FinalStrip({ review, finalising, onSuperseded }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const mayReview = useCan("reviews:write");
  return (
    <footer className={styles.foot}>
      <Told review={review} />
      {mayReview && (
        <div className={styles.ways}>
          <Button type="primary" autoFocus onClick={finalising.goOn}>
            {t("review.final.next")}
          </Button>
          {review.state === "final" && purposeOf(review) === "review" && (
            <Button onClick={() => setAsking(true)}>{t("review.final.supersede")}</Button>
          )}
        </div>
      )}
      {finalising.error !== null && <ProblemPanel error={finalising.error} inline />}
      {asking && (
        <SupersedeDialog
          review={review}
          onStarted={onSuperseded}
          onClose={() => setAsking(false)}
        />
      )}
    </footer>
  );
}

function Told({ review }: { review: Review }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, reviewer, finalised_at, saved_at, active_s, released_at } = review;
  const number = review.number ?? "";
  if (state === "draft")
    return (
      <p className={styles.told}>
        <strong>{t("review.final.other", { who: reviewer.name })}</strong>
        <span className={styles.muted}>
          {t("review.final.other_help", { at: format.dateTime(saved_at) })}
        </span>
      </p>
    );
  return (
    <p className={styles.told}>
      <strong>{sentence()}</strong>
      <span className={styles.muted}>
        {[
          finalised_at &&
            t("review.final.by", { who: reviewer.name, at: format.dateTime(finalised_at) }),
          t("review.final.time", { time: formatDuration(active_s) }),
          released_at && t("review.final.released"),
          review.reason,
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </p>
  );

  function sentence() {
    const purpose = purposeOf(review);
    if (state === "final" && purpose !== "review") return t(`review.final.${purpose}`);
    if (state === "final") return t("review.final.title", { number });
    return state === "superseded"
      ? t("review.final.superseded", { number })
      : t("review.final.discarded");
  }
}
