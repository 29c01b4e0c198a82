import { CheckCircleFilled, ClockCircleFilled, RightOutlined } from "@ant-design/icons";
import { App, Button, Progress } from "antd";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useProblemSentence } from "../../components/problem-panel";
import { type Load, useOwnLoad } from "../../components/queue/inspectors";
import { useFormat } from "../../lib/format";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { asProblem } from "../../lib/problem";
import { useTakeNext } from "./queries";
import styles from "./queue.module.css";
import { reviewOf } from "./review-address";

/** How far today is, and the way to the next call. */
export function MyDay({ campaign }: { campaign: string | null }) {
  const { t } = useTranslation();
  const load = useOwnLoad();
  const { next, isPending } = useNext(campaign);
  const newest = useRef(next);
  useEffect(() => {
    newest.current = next;
  });
  const shortcuts = useMemo<Shortcut[]>(
    () => [{ keys: ["Enter"], label: "take_next", run: () => newest.current(false) }],
    [],
  );
  useShortcuts(shortcuts);
  return (
    <>
      <Figures load={load.data} />
      <Button
        type="primary"
        size="large"
        className={styles.next ?? ""}
        loading={isPending}
        icon={<RightOutlined />}
        iconPlacement="end"
        onClick={() => next(false)}
      >
        {load.data?.claimed ? t("tasks.next_go_on") : t("tasks.next")}
      </Button>
    </>
  );
}

function useNext(campaign: string | null) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const navigate = useNavigate();
  const take = useTakeNext();

  function next(beyond_quota: boolean) {
    if (take.isPending) return;
    take.mutate(
      { campaign_id: campaign, beyond_quota },
      {
        onSuccess: (task) =>
          task ? navigate(reviewOf(task)) : void message.info(t("tasks.none_left")),
        onError: (error) =>
          asProblem(error).type === "/problems/quota-reached"
            ? askForMore()
            : void message.error(sentenceOf(error)),
      },
    );
  }

  function askForMore() {
    modal.confirm({
      title: t("tasks.quota_title"),
      content: t("tasks.quota_help"),
      okText: t("tasks.quota_more"),
      cancelText: t("tasks.quota_enough"),
      onOk: () => next(true),
    });
  }

  return { next, isPending: take.isPending };
}

function Figures({ load }: { load: Load | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!load) return <span className={styles.day} />;
  const { done_today, waiting, claimed, overdue } = load;
  const quota = load.inspector.daily_quota;
  return (
    <div className={styles.day}>
      <span className={styles.figure}>
        {done_today >= quota && <CheckCircleFilled className={styles.good} />}
        {t("tasks.today_of", { done: format.count(done_today), quota: format.count(quota) })}
      </span>
      <Progress
        className={styles.progress ?? ""}
        percent={quota > 0 ? Math.min(100, (done_today / quota) * 100) : 100}
        showInfo={false}
        size="small"
        aria-label={t("tasks.today")}
      />
      <span className={styles.note}>
        {t("tasks.at_hand")} {format.count(waiting + claimed)}
      </span>
      {overdue > 0 && (
        <span className={styles.late}>
          <ClockCircleFilled /> {t("tasks.overdue_mine")} {format.count(overdue)}
        </span>
      )}
    </div>
  );
}
