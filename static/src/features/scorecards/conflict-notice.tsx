import { Alert, Button, Space } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Draft } from "./use-draft";

/** Somebody else changed the draft, or it cannot be saved. */
export function ConflictNotice({ draft }: { draft: Draft }) {
  const { t } = useTranslation();
  if (draft.state === "failed")
    return <ProblemPanel error={draft.error} inline onRetry={() => void draft.saveNow()} />;
  if (draft.state !== "conflict" || !draft.theirs) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t("scorecards.conflict")}
      description={t("scorecards.conflict_help")}
      action={
        <Space>
          <Button onClick={draft.takeTheirs}>{t("scorecards.take_theirs")}</Button>
          <Button danger onClick={draft.keepMine}>
            {t("scorecards.keep_mine")}
          </Button>
        </Space>
      }
    />
  );
}
