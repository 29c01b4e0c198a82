import type { TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { formatDuration, useFormat } from "../../lib/format";
import type { Candidate } from "./queries";

/** The facts of a call by which somebody chooses it. */
export function useCallColumns(): TableColumnsType<Candidate> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("calibrations.started_at"),
      render: (_, { id, started_at }) => (
        <Link to={`/calls/${id}`} target="_blank">
          {format.dateTime(started_at)}
        </Link>
      ),
    },
    {
      title: t("calibrations.agent"),
      render: (_, { agent_name }) => agent_name ?? t("calibrations.nobody"),
    },
    {
      title: t("calibrations.talk"),
      align: "right",
      width: 100,
      render: (_, { talk_s }) => formatDuration(talk_s),
    },
    {
      title: t("calibrations.score"),
      align: "right",
      width: 90,
      render: (_, { score }) => format.score(score),
    },
  ];
}
