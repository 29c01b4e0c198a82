import { Empty, Segmented } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { AppealList } from "./appeal-list";
import { AppealView } from "./appeal-view";
import styles from "./appeals.module.css";
import { type Appeal, useAppeal, useAppeals, type View } from "./queries";
import { SameCauseDialog } from "./same-cause-dialog";

/** The inbox of those who decide: what is due first on the left, the one in hand beside it. */
export default function AppealsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const view: View = params.get("view") === "all" ? "all" : "to_decide";
  const listed = useAppeals(view, params.get("cursor"));
  const [accepted, setAccepted] = useState<string | null>(null);
  const appeals = listed.data?.items ?? [];
  const chosen = useInHand(listed, params.get("appeal"), choose);

  function choose(id: string | null) {
    const wanted = new URLSearchParams(params);
    wanted.delete("t");
    if (id) wanted.set("appeal", id);
    else wanted.delete("appeal");
    setParams(wanted, { replace: true });
  }

  function step(by: 1 | -1) {
    const place = appeals.findIndex(({ id }) => id === chosen);
    const next = appeals[Math.max(0, place + by)];
    if (next) choose(next.id);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("appeals.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("appeals.title")}</h1>
        <Segmented<View>
          aria-label={t("appeals.filter_label")}
          value={view}
          onChange={(wanted) => setParams(wanted === "all" ? { view: "all" } : {})}
          options={[
            { value: "to_decide", label: t("appeals.mine") },
            { value: "all", label: t("appeals.all") },
          ]}
        />
        <span className={styles.note}>{t("appeals.keys_hint")}</span>
      </header>
      <p className={styles.note}>{t("appeals.inbox_help")}</p>
      {listed.data ? (
        <div className={chosen ? styles.columns : styles.inbox}>
          <div className={styles.inbox}>
            {appeals.length === 0 && <Nothing view={view} />}
            <AppealList appeals={appeals} chosen={chosen} onChoose={choose} />
            <Pager
              next={listed.data.next ?? null}
              label={t("appeals.title")}
              shown={t("appeals.shown", { count: appeals.length })}
            />
          </div>
          {chosen && (
            <InHand
              id={chosen}
              onStep={step}
              onDecided={(act) => {
                if (act === "accept") setAccepted(chosen);
                choose(after(appeals, chosen));
              }}
            />
          )}
        </div>
      ) : listed.isError ? (
        <ProblemPanel error={listed.error} onRetry={listed.refetch} />
      ) : (
        <Placeholder height={420} />
      )}
      {accepted && <SameCauseDialog appealId={accepted} onClose={() => setAccepted(null)} />}
    </div>
  );
}

/** The one asked for, or else the first; it stays, whatever comes before it in the list later. */
function useInHand(
  { data, isPlaceholderData }: ReturnType<typeof useAppeals>,
  asked: string | null,
  onHold: (id: string) => void,
): string | null {
  const first = data?.items[0]?.id;
  const hold = useEffectEvent(onHold);
  useEffect(() => {
    if (!asked && first && !isPlaceholderData) hold(first);
  }, [asked, first, isPlaceholderData]);
  return asked ?? first ?? null;
}

/** Whose turn it is once `id` is decided. */
function after(appeals: readonly Appeal[], id: string): string | null {
  const place = appeals.findIndex((one) => one.id === id);
  return (appeals[place + 1] ?? appeals[place - 1])?.id ?? null;
}

interface InHandProps {
  id: string;
  onStep: (by: 1 | -1) => void;
  onDecided: (act: "accept" | "deny" | "hand_on") => void;
}

function InHand({ id, onStep, onDecided }: InHandProps) {
  const appeal = useAppeal(id);
  if (appeal.data)
    return (
      <AppealView
        key={`${id} ${appeal.data.step}`}
        appeal={appeal.data}
        onStep={onStep}
        onDecided={onDecided}
      />
    );
  if (appeal.isError) return <ProblemPanel error={appeal.error} onRetry={appeal.refetch} inline />;
  return <Placeholder height={420} />;
}

function Nothing({ view }: { view: View }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={view === "all" ? t("appeals.empty_all") : t("appeals.empty")}
    >
      <p className={styles.note}>{t("appeals.empty_help")}</p>
    </Empty>
  );
}
