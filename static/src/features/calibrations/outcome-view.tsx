import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button, Empty } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { CallsTable } from "./calls-table";
import { toCsv } from "./csv";
import { ItemsTable } from "./items-table";
import { PairsTable } from "./pairs-table";
import { type Calibration, type Outcome, useOutcome } from "./queries";
import { RatersTable } from "./raters-table";
import { tiesOf } from "./reading";
import { SideBySide } from "./side-by-side";

/** What came of a closed session. */
export function OutcomeView({ session }: { session: Calibration }) {
  const { t } = useTranslation();
  const outcome = useOutcome(session.id);
  if (outcome.error) return <ProblemPanel error={outcome.error} onRetry={outcome.refetch} />;
  if (!outcome.data) return <Placeholder height={480} />;
  if (session.raters.every(({ done }) => done === 0))
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("calibrations.nobody_finished")} />
    );
  return <Compared session={session} outcome={outcome.data} />;
}

function Compared({ session, outcome }: { session: Calibration; outcome: Outcome }) {
  const [opened, open] = useState<string | null>(null);
  const call = outcome.calls.find(({ call }) => call.call_id === opened);
  const divided = outcome.calls.find((one) => tiesOf(session, one) > 0);
  return (
    <>
      {outcome.ties > 0 && (
        <Ties count={outcome.ties} onShow={() => divided && open(divided.call.call_id)} />
      )}
      <RatersTable session={session} outcome={outcome}>
        <Export session={session} outcome={outcome} />
      </RatersTable>
      <ItemsTable items={outcome.items} />
      <PairsTable outcome={outcome} />
      <CallsTable session={session} outcome={outcome} onOpen={open} />
      {call && (
        <SideBySide session={session} outcome={outcome} words={call} onClose={() => open(null)} />
      )}
    </>
  );
}

function Ties({ count, onShow }: { count: number; onShow: () => void }) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  return (
    <Alert
      type="warning"
      showIcon
      title={t("calibrations.ties_head", { count })}
      description={manages && t("calibrations.ties_help")}
      action={<Button onClick={onShow}>{t("calibrations.to_ties")}</Button>}
    />
  );
}

function Export({ session, outcome }: { session: Calibration; outcome: Outcome }) {
  const { t } = useTranslation();

  function save() {
    const { csv } = t("calibrations", { returnObjects: true });
    const text = toCsv(outcome, {
      ...csv,
      machine: t("calibrations.machine"),
      verdict: (value) => t(`words.line_verdict.${value}`),
    });
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    Object.assign(document.createElement("a"), {
      href: url,
      download: `${session.name}.csv`,
    }).click();
    URL.revokeObjectURL(url);
  }

  return (
    <Button size="small" icon={<DownloadOutlined />} onClick={save}>
      {t("calibrations.export")}
    </Button>
  );
}
