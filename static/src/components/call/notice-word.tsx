import {
  CheckCircleOutlined,
  ExclamationCircleOutlined,
  QuestionCircleOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import type { CallDetail } from "../../lib/api";
import { formatDuration, NO_VALUE } from "../../lib/format";

/** Whether it was said that the call is recorded, and when. */
export function NoticeWord({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  if (!call.notice) return NO_VALUE;
  const { state, at_s } = call.notice;
  switch (state) {
    case "given":
      return (
        <>
          <CheckCircleOutlined aria-hidden /> {t("notice.given", { at: formatDuration(at_s ?? 0) })}
        </>
      );
    case "not_found":
      return (
        <>
          <ExclamationCircleOutlined aria-hidden />{" "}
          {call.notice_required ? t("notice.not_found") : t("notice.not_required")}
        </>
      );
    default:
      return (
        <>
          <QuestionCircleOutlined aria-hidden /> {t("notice.not_measurable")}
        </>
      );
  }
}
