import { BellOutlined } from "@ant-design/icons";
import { Badge, Button, Divider, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { useAlertNews } from "../../features/alerts/use-alert-news";
import { useWaitingAlerts } from "../../features/alerts/waiting";
import { NoticeList, useNotices } from "./notices";
import styles from "./shell.module.css";

// Needed when somebody opens it; the first paint of a board does not wait for it.
const BellAlerts = lazy(() => import("../../features/alerts/bell-alerts"));

/** The one place for what wants to be known: alerts that wait, then notices; opening reads these. */
export function Bell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { notices, unread, read } = useNotices();
  const waiting = useWaitingAlerts();
  useAlertNews(waiting);
  const label = waiting.sees
    ? t("alerts.bell.open", { alerts: waiting.count, notices: unread })
    : t("notices.open", { count: unread });

  function onOpenChange(wanted: boolean) {
    setOpen(wanted);
    if (!wanted) read();
  }

  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={open}
      onOpenChange={onOpenChange}
      title={waiting.sees ? null : t("notices.title")}
      content={
        waiting.sees ? (
          <div className={styles.bell}>
            <Suspense fallback={<Placeholder height={120} />}>
              <BellAlerts waiting={waiting} onLeave={() => onOpenChange(false)} />
            </Suspense>
            <Divider size="small" />
            <h2>{t("notices.title")}</h2>
            <NoticeList notices={notices} onLeave={() => onOpenChange(false)} />
          </div>
        ) : (
          <NoticeList notices={notices} onLeave={() => onOpenChange(false)} />
        )
      }
    >
      <Button
        type="text"
        aria-label={label}
        title={label}
        icon={
          <Badge count={waiting.count + unread} size="small">
            <BellOutlined />
          </Badge>
        }
      />
    </Popover>
  );
}
