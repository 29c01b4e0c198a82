import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { AssignDialog } from "./assign-dialog";
import { actOn, type Task } from "./queries";
import styles from "./queue.module.css";
import { useEach } from "./use-each";

/** What can be done with all the chosen ones at once. */
export function ChosenBar({ tasks, onDone }: { tasks: Task[]; onDone: () => void }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const [assigning, setAssigning] = useState(false);
  const { run, going } = useEach();

  function withdraw() {
    modal.confirm({
      title: t("tasks.withdraw_many", { count: tasks.length }),
      content: t("tasks.withdraw_help"),
      okText: t("tasks.withdraw"),
      okButtonProps: { danger: true },
      cancelText: t("tasks.keep"),
      onOk: () => run(tasks, ({ id }) => actOn(id, "withdraw"), t("tasks.withdrawn")).then(onDone),
    });
  }

  return (
    <div className={styles.chosen}>
      <strong>{t("tasks.chosen", { count: tasks.length })}</strong>
      <Button size="small" onClick={() => setAssigning(true)}>
        {t("tasks.assign")}
      </Button>
      <Button size="small" danger onClick={withdraw}>
        {t("tasks.withdraw")}
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        {t("tasks.unchoose")}
      </Button>
      {going && <output className={styles.note}>{t("tasks.going", { ...going })}</output>}
      {assigning && (
        <AssignDialog
          tasks={tasks}
          onClose={() => {
            setAssigning(false);
            onDone();
          }}
        />
      )}
    </div>
  );
}
