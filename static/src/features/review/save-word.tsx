import {
  CheckCircleOutlined,
  CloudSyncOutlined,
  DisconnectOutlined,
  EyeOutlined,
  LoadingOutlined,
} from "@ant-design/icons";
import { Alert, Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import styles from "./review.module.css";
import type { SaveStatus } from "./saving";
import type { SavingReview } from "./use-saving";

const SIGNS: Record<SaveStatus, ReactNode> = {
  saved: <CheckCircleOutlined />,
  saving: <LoadingOutlined />,
  offline: <DisconnectOutlined />,
  conflict: <CloudSyncOutlined />,
};

/** Whether everything is stored. */
export function SaveWord({ saving, editable }: { saving: SavingReview; editable: boolean }) {
  const { t } = useTranslation();
  const { status, waiting } = saving;
  if (!editable)
    return (
      <span className={styles.save}>
        <EyeOutlined /> {t("review.save.read_only")}
      </span>
    );
  return (
    <span className={styles.save} data-status={status} role="status">
      {SIGNS[status]}{" "}
      {status === "offline"
        ? t("review.save.offline", { count: waiting })
        : t(`review.save.${status}`)}
      {status === "offline" && (
        <Button size="small" type="link" onClick={saving.retryNow}>
          {t("review.save.retry")}
        </Button>
      )}
    </span>
  );
}

/** Somebody was faster, or something was not taken: said where it cannot be missed. */
export function SaveTrouble({ saving }: { saving: SavingReview }) {
  const { t } = useTranslation();
  const { conflict, refused, waiting } = saving;
  const who = conflict?.who ?? t("review.save.somebody");
  if (conflict)
    return (
      <Alert
        type="warning"
        showIcon
        title={t("review.save.conflict")}
        description={
          waiting > 0
            ? t("review.save.conflict_help", { who, count: waiting })
            : t("review.save.conflict_help_none", { who })
        }
        action={
          <div className={styles.ways}>
            {waiting > 0 && (
              <Button type="primary" onClick={() => void saving.reload(true)}>
                {t("review.save.reload_redo")}
              </Button>
            )}
            <Button onClick={() => void saving.reload(false)}>{t("review.save.reload")}</Button>
          </div>
        }
      />
    );
  if (!refused) return null;
  return (
    <div className={styles.refused}>
      <p role="alert">
        {t("review.save.refused")}{" "}
        <Button size="small" onClick={saving.dismissRefused}>
          {t("review.save.dismiss")}
        </Button>
      </p>
      <ProblemPanel error={refused} inline />
    </div>
  );
}
