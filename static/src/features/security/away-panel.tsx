import { SwapOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { useSession } from "../../lib/session";
import { AwayDialog } from "./away-dialog";
import { type Deputy, useEndDeputy, useOwnDeputies } from "./queries";
import styles from "./security.module.css";

/** Who stands in for oneself, and for whom one stands in. */
export function AwayPanel() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const { user_id } = useSession();
  const deputies = useOwnDeputies();
  // Who manages users is told of everybody's; this page is about oneself.
  const own = deputies.data?.items.filter((one) => [one.user_id, one.deputy_id].includes(user_id));
  return (
    <section className={styles.panel}>
      <header className={styles.head}>
        <h2>{t("security.away")}</h2>
        <Button icon={<SwapOutlined />} onClick={() => setAsking(true)}>
          {t("security.away_add")}
        </Button>
      </header>
      <p className={styles.note}>{t("security.away_help")}</p>
      {deputies.isError && (
        <ProblemPanel error={deputies.error} inline onRetry={deputies.refetch} />
      )}
      {deputies.isPending && <Placeholder height={60} />}
      {own?.length === 0 && <p>{t("security.away_none")}</p>}
      {own && own.length > 0 && (
        <ul className={styles.lines}>
          {own.map((one) => (
            <Line key={one.id} deputy={one} mine={one.user_id === user_id} />
          ))}
        </ul>
      )}
      {asking && <AwayDialog onClose={() => setAsking(false)} />}
    </section>
  );
}

function Line({ deputy, mine }: { deputy: Deputy; mine: boolean }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const end = useEndDeputy();
  const names = { user: deputy.user_name, deputy: deputy.deputy_name };
  const which = t(mine ? "security.away_mine" : "security.away_theirs", names);

  const ask = () =>
    modal.confirm({
      title: t("security.away_end_title", names),
      okText: t("security.away_end"),
      cancelText: t("security.cancel"),
      okButtonProps: { danger: true },
      onOk: () =>
        end.mutateAsync(deputy.id).catch((error: unknown) => void message.error(sentenceOf(error))),
    });

  return (
    <li className={styles.line}>
      <div>
        <strong>{which}</strong>
        <div className={styles.note}>
          <time>{dateTime(deputy.from_at)}</time> – <time>{dateTime(deputy.until_at)}</time>
          {deputy.reason && ` · ${deputy.reason}`}
        </div>
      </div>
      <Button size="small" danger aria-label={`${t("security.away_end")}: ${which}`} onClick={ask}>
        {t("security.away_end")}
      </Button>
    </li>
  );
}
