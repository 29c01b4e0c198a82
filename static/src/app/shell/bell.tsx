import { BellOutlined } from "@ant-design/icons";
import { Badge, Button, Divider, Popover } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { BellAlerts } from "../../features/alerts/bell-alerts";
import { DesktopSetting } from "../../features/alerts/desktop-setting";
import { useAlertNews } from "../../features/alerts/use-alert-news";
import { useWaitingAlerts } from "../../features/alerts/waiting";
import { NoticeList, useNotices } from "./notices";
import styles from "./shell.module.css";

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
            <BellAlerts waiting={waiting} onLeave={() => onOpenChange(false)} />
            <DesktopSetting />
            <Divider size="small" />
            <h2>{t("notices.title")}</h2>
            <NoticeList notices={notices} />
          </div>
        ) : (
          <NoticeList notices={notices} />
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
