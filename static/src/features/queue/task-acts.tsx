import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useProblemSentence } from "../../components/problem-panel";
import { useCan, useSession } from "../../lib/session";
import { AssignDialog } from "./assign-dialog";
import { type Act, type Task, useAct } from "./queries";
import styles from "./queue.module.css";
import { reviewOf } from "./review-address";
import { useCallName } from "./use-call-name";

/** What can be done with one task: the usual thing as a button, the rest in a menu. */
export function TaskActs({ task }: { task: Task }) {
  const { t } = useTranslation();
  const callName = useCallName();
  const [assigning, setAssigning] = useState(false);
  const items = useMenu(task, () => setAssigning(true));
  return (
    <div className={styles.acts}>
      <Link to={reviewOf(task)}>
        <Open task={task} />
      </Link>
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
          <Button
            size="small"
            type="text"
            icon={<MoreOutlined />}
            aria-label={t("tasks.more_of", { call: callName(task) })}
          />
        </Dropdown>
      )}
      {assigning && <AssignDialog tasks={[task]} onClose={() => setAssigning(false)} />}
    </div>
  );
}

function Open({ task: { state, assignee } }: { task: Task }) {
  const { t } = useTranslation();
  const { user_id } = useSession();
  const reviews = useCan("reviews:write");
  const closed = state === "done" || state === "withdrawn";
  const others = assignee !== null && assignee.id !== user_id;
  if (closed || others || !reviews) return t("tasks.show");
  return state === "claimed" ? t("tasks.go_on") : t("tasks.begin");
}

function useMenu(task: Task, onAssign: () => void): NonNullable<MenuProps["items"]> {
  const { t } = useTranslation();
  const { user_id } = useSession();
  const manages = useCan("reviews:manage");
  const reviews = useCan("reviews:write");
  const callName = useCallName();
  const { modal } = App.useApp();
  const run = useRun(task);
  const { state, assignee } = task;
  if (state === "done" || state === "withdrawn") return [];
  const own = assignee?.id === user_id;

  function withdraw() {
    modal.confirm({
      title: t("tasks.withdraw_of", { call: callName(task) }),
      content: t("tasks.withdraw_help"),
      okText: t("tasks.withdraw"),
      okButtonProps: { danger: true },
      cancelText: t("tasks.keep"),
      onOk: () => run("withdraw"),
    });
  }

  function recall() {
    if (own || state !== "claimed") return run("release");
    return modal.confirm({
      title: t("tasks.release_of", { call: callName(task), name: assignee?.name ?? "" }),
      content: t("tasks.release_help"),
      okText: t("tasks.recall"),
      cancelText: t("tasks.keep_at"),
      onOk: () => run("release"),
    });
  }

  const all = [
    reviews &&
      state === "waiting" && { key: "claim", label: t("tasks.claim"), onClick: () => run("claim") },
    assignee !== null &&
      (own || manages) && {
        key: "release",
        label: own ? t("tasks.release") : t("tasks.recall"),
        onClick: recall,
      },
    manages && { key: "assign", label: t("tasks.assign"), onClick: onAssign },
    manages && { key: "withdraw", label: t("tasks.withdraw"), danger: true, onClick: withdraw },
  ];
  return all.filter((one) => one !== false);
}

const SAID = { claim: "claimed", release: "released", withdraw: "withdrawn" } as const;

function useRun(task: Task) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const act = useAct();
  return (what: Act) =>
    act.mutateAsync({ task_id: task.id, act: what }).then(
      () => void message.success(t(`tasks.${SAID[what]}`)),
      (error: unknown) => void message.error(sentenceOf(error)),
    );
}
