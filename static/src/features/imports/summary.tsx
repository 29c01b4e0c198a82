import { DownloadOutlined, PhoneOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import type { Import } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { Figures } from "./figures";
import styles from "./imports.module.css";
import { ProgressLine } from "./progress-line";
import { useTurn } from "./queries";

/** An import that is over, or stopped on the way. */
export function Summary({ one }: { one: Import }) {
  const { t } = useTranslation();
  const turn = useTurn(one.id);
  const stopped = one.state !== "done";
  return (
    <section className={styles.panel} aria-label={t("imports.result")}>
      <Verdict one={one} />
      {stopped && <ProgressLine one={one} />}
      <Figures one={one} />
      <div className={styles.actions}>
        {stopped && (
          <Button
            type="primary"
            icon={<PlayCircleOutlined />}
            loading={turn.isPending}
            onClick={() => turn.mutate("resume")}
          >
            {t("imports.resume")}
          </Button>
        )}
        {one.rows_refused > 0 && (
          <Button
            icon={<DownloadOutlined />}
            href={`/api/v1/imports/${one.id}/errors`}
            download={`${one.file_name}-errors.csv`}
          >
            {t("imports.download_errors")}
          </Button>
        )}
        {one.calls_touched > 0 && (
          <Link to="/calls">
            <PhoneOutlined /> {t("imports.to_calls")}
          </Link>
        )}
      </div>
      {turn.isError && <ProblemPanel error={turn.error} inline />}
    </section>
  );
}

function Verdict({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const where = t("imports.stopped_at", { row: format.count(one.rows_read) });
  if (one.state === "failed")
    return (
      <Alert
        showIcon
        type="error"
        title={t("imports.failed")}
        description={
          <>
            <p lang="en">{one.error}</p>
            <p>{where}</p>
          </>
        }
      />
    );
  if (one.state === "cancelled")
    return <Alert showIcon type="info" title={t("imports.cancelled")} description={where} />;
  if (one.rows_refused > 0)
    return (
      <Alert showIcon type="warning" title={t("imports.done_some", { count: one.rows_refused })} />
    );
  return <Alert showIcon type="success" title={t("imports.done")} />;
}
