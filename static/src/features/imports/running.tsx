import { Button, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Import } from "../../lib/api";
import { Figures } from "./figures";
import styles from "./imports.module.css";
import { ProgressLine } from "./progress-line";
import { useTurn } from "./queries";

/** An import that waits its turn or is at work. */
export function Running({ one }: { one: Import }) {
  const { t } = useTranslation();
  const turn = useTurn(one.id);
  return (
    <section className={styles.panel} aria-label={t("imports.progress")} aria-live="polite">
      {one.state === "queued" && <p>{t("imports.queued_help")}</p>}
      <ProgressLine one={one} />
      <Figures one={one} />
      <div className={styles.actions}>
        <Popconfirm
          title={t("imports.cancel_ask", { file: one.file_name })}
          description={t("imports.cancel_help")}
          okText={t("imports.cancel_import")}
          cancelText={t("imports.keep_going")}
          onConfirm={() => turn.mutate("cancel")}
        >
          <Button danger loading={turn.isPending}>
            {t("imports.cancel_import")}
          </Button>
        </Popconfirm>
      </div>
      {turn.isError && <ProblemPanel error={turn.error} inline />}
    </section>
  );
}
