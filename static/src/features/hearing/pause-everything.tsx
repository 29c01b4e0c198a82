import { PauseCircleOutlined, PlayCircleOutlined } from "@ant-design/icons";
import { Alert, Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Hearing } from "../../lib/api";
import { useCan } from "../../lib/session";
import styles from "./hearing.module.css";
import { usePause, useResume } from "./queries";

/** Stops all hearing, after asking; nothing when it is stopped already. */
export function PauseEverything({ hearing }: { hearing: Hearing }) {
  const { t } = useTranslation();
  const pause = usePause();
  const mayManage = useCan("hearing:manage");
  if (!mayManage || hearing.pause_id !== null) return null;
  return (
    <div className={styles.aside}>
      {pause.isError && <ProblemPanel error={pause.error} inline />}
      <Popconfirm
        title={t("hearing.pause_all_ask")}
        description={<p className={styles.help}>{t("hearing.pause_all_ask_help")}</p>}
        okText={t("hearing.pause_all")}
        okButtonProps={{ danger: true }}
        cancelText={t("hearing.keep_going")}
        placement="bottomRight"
        onConfirm={() => pause.mutate(null)}
      >
        <Button icon={<PauseCircleOutlined />} loading={pause.isPending}>
          {t("hearing.pause_all")}
        </Button>
      </Popconfirm>
    </div>
  );
}

/** That all hearing is stopped, and the way on. */
export function PausedNotice({ hearing }: { hearing: Hearing }) {
  const { t } = useTranslation();
  const resume = useResume();
  const mayManage = useCan("hearing:manage");
  const { pause_id } = hearing;
  if (pause_id === null) return null;
  return (
    <>
      <Alert
        type="warning"
        showIcon
        icon={<PauseCircleOutlined />}
        title={t("hearing.all_paused")}
        description={t("hearing.all_paused_help")}
        action={
          mayManage && (
            <Button
              type="primary"
              icon={<PlayCircleOutlined />}
              loading={resume.isPending}
              onClick={() => resume.mutate(pause_id)}
            >
              {t("hearing.resume_all")}
            </Button>
          )
        }
      />
      {resume.isError && <ProblemPanel error={resume.error} inline />}
    </>
  );
}
