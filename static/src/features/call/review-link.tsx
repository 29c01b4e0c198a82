import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useCan } from "../../lib/session";

/** To the desk where this call is reviewed, for those who make or read reviews. */
export function ReviewLink({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const mayReview = useCan("reviews:write");
  const mayRead = useCan("reviews:read");
  if (!mayReview && !mayRead) return null;
  return <Link to={`/reviews/calls/${callId}`}>{t("review.open_from_call")}</Link>;
}
