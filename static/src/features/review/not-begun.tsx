import { Button, Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import styles from "../../components/call/call.module.css";
import { Facts } from "../../components/call/facts";
import { isHeard } from "../../components/call/queries";
import { RecordingStatus } from "../../components/call/recording-status";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail } from "../../lib/api";
import { useCan } from "../../lib/session";
import own from "./review.module.css";

interface Props {
  call: CallDetail;
  /** Why it could not be begun. */
  refused: unknown;
  onBegin: () => void;
}

/** Before the first verdict: what there is to do, or why there is nothing. */
export function NotBegun({ call, refused, onBegin }: Props) {
  const { t } = useTranslation();
  const mayReview = useCan("reviews:write");
  const why = whyNot();
  return (
    <div className={styles.page}>
      <title>{`${t("review.title")} · ${call.agent_name ?? t("call.nobody")} · ${t("app.name")}`}</title>
      <Facts call={call} back={{ to: "/reviews/queue", label: t("review.back") }} />
      <RecordingStatus call={call} />
      <Empty
        className={own.begin}
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <strong>{t("review.start.title")}</strong>
            <br />
            {why ?? t("review.start.help")}
          </>
        }
      >
        <div className={own.centre}>
          {why === null && (
            <Button type="primary" autoFocus onClick={onBegin}>
              {t("review.start.action")}
            </Button>
          )}
          <Link to="/reviews/queue">{t("review.start.to_queue")}</Link>
          <Link to={`/calls/${call.id}`}>{t("review.start.to_call")}</Link>
        </div>
      </Empty>
      {refused !== null && <ProblemPanel error={refused} onRetry={onBegin} />}
    </div>
  );

  function whyNot(): string | null {
    if (!mayReview) return t("review.start.not_yours");
    if (!call.recording) return t("review.start.no_recording");
    return isHeard(call) ? null : t("review.start.not_heard");
  }
}
