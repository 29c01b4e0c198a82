import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { type Shortcut, useShortcuts } from "../../lib/keys";
import styles from "./appeals.module.css";
import { DecideDialog } from "./decide-dialog";
import type { Act, AppealDetail } from "./queries";

interface Props {
  appeal: AppealDetail;
  onDecided: (act: Act) => void;
}

/** Accept, deny, hand on: by button or by key, each asks for its reason. */
export function Decide({ appeal, onDecided }: Props) {
  const { t } = useTranslation();
  const { may_decide, is_last_step, state, role } = appeal;
  const [asking, setAsking] = useState<Act | null>(null);
  const shortcuts = useMemo<Shortcut[]>(() => {
    if (!may_decide) return [];
    const last: Shortcut[] = is_last_step
      ? []
      : [{ keys: ["o"], label: "hand_on", run: () => setAsking("hand_on") }];
    return [
      { keys: ["a"], label: "accept_appeal", run: () => setAsking("accept") },
      { keys: ["d"], label: "deny_appeal", run: () => setAsking("deny") },
      ...last,
    ];
  }, [may_decide, is_last_step]);
  useShortcuts(shortcuts);

  if (state !== "open") return <p className={styles.note}>{t("appeals.decided")}</p>;
  if (!may_decide)
    return (
      <p className={styles.note}>{t("appeals.not_yours", { role: t(`words.role.${role}`) })}</p>
    );
  return (
    <footer className={styles.ways}>
      <Button type="primary" onClick={() => setAsking("accept")}>
        {t("appeals.accept")} <kbd>A</kbd>
      </Button>
      <Button danger onClick={() => setAsking("deny")}>
        {t("appeals.deny")} <kbd>D</kbd>
      </Button>
      {!is_last_step && (
        <Button onClick={() => setAsking("hand_on")}>
          {t("appeals.hand_on")} <kbd>O</kbd>
        </Button>
      )}
      {asking && (
        <DecideDialog
          act={asking}
          appeal={appeal}
          onClose={() => setAsking(null)}
          onDecided={() => onDecided(asking)}
        />
      )}
    </footer>
  );
}
