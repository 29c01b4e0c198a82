import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import type { Task } from "./queries";

/** How a call is called in a sentence: by its agent and time. */
export function useCallName(): (task: Task) => string {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return ({ call }) =>
    t("tasks.call_of", {
      agent: call.agent_name ?? t("tasks.some_agent"),
      at: dateTime(call.started_at),
    });
}
