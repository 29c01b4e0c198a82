import { DeleteOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import callStyles from "../../components/call/call.module.css";
import type { Player } from "../../components/call/player";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail } from "../../lib/api";
import { AddHitForm } from "./add-hit-form";
import { Comments } from "./comments";
import { Corrections } from "./corrections";
import { Feedback } from "./feedback";
import { FinalStrip } from "./final-strip";
import { HitCard } from "./hit-card";
import { ItemList } from "./item-list";
import { OpenStrip } from "./open-strip";
import { useDiscard } from "./queries";
import styles from "./review.module.css";
import { ScoreHead } from "./score-head";
import type { Review } from "./types";
import type { Desk } from "./use-desk";
import type { Finalising } from "./use-finalising";
import { Versions } from "./versions-of-call";

interface Props {
  call: CallDetail;
  desk: Desk;
  player: Player;
  finalising: Finalising;
  onComment: () => void;
  onSuperseded: (draft: Review) => void;
}

/** The score, the hit in hand, every item, remarks; below them the way to the end. */
export function ReviewPanel(props: Props) {
  const { desk, finalising, onSuperseded } = props;
  const { t } = useTranslation();
  const [shown, setShown] = useState<"work" | "versions">("work");
  const { review, status } = desk.saving;
  return (
    <section className={callStyles.panel} aria-label={t("review.panel.label")}>
      <ScoreHead review={review} saving={status === "saving"}>
        {!review.machine_hidden && (
          <Segmented<"work" | "versions">
            size="small"
            aria-label={t("review.panel.label")}
            value={shown}
            onChange={setShown}
            options={[
              { value: "work", label: t("review.panel.work") },
              { value: "versions", label: t("review.panel.versions") },
            ]}
          />
        )}
      </ScoreHead>
      {shown === "versions" ? <Versions review={review} /> : <Work {...props} />}
      {desk.editable ? (
        <Foot desk={desk} finalising={finalising} call={props.call} />
      ) : (
        <FinalStrip review={review} finalising={finalising} onSuperseded={onSuperseded} />
      )}
    </section>
  );
}

function Work({ call, desk, player, onComment }: Props) {
  const { mode } = desk;
  return (
    <>
      <HitCard desk={desk} />
      <div className={callStyles.scrolls}>
        {mode.kind === "seconds" && (
          <AddHitForm
            desk={desk}
            words={null}
            quote=""
            start_s={mode.at_s}
            end_s={null}
            duration_s={call.recording?.duration_s ?? 0}
          />
        )}
        <ItemList desk={desk} />
        <Comments desk={desk} player={player} onAdd={onComment} />
        <Corrections desk={desk} />
        <Feedback desk={desk} />
      </div>
    </>
  );
}

function Foot({ call, desk, finalising }: Pick<Props, "call" | "desk" | "finalising">) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const discard = useDiscard(desk.saving.review);
  const name = call.agent_name ?? t("call.nobody");
  return (
    <footer className={styles.foot}>
      <OpenStrip desk={desk} />
      <div className={styles.ways}>
        <Button type="primary" onClick={() => finalising.ask(false)}>
          {t("review.finalise.action")} <kbd>Enter</kbd>
        </Button>
        <Button onClick={() => finalising.ask(true)}>
          {t("review.finalise.next")} <kbd>⇧Enter</kbd>
        </Button>
        <Popconfirm
          title={t("review.discard.title")}
          description={<p className={styles.asks}>{t("review.discard.help", { call: name })}</p>}
          okText={t("review.discard.confirm")}
          okButtonProps={{ danger: true }}
          cancelText={t("review.discard.cancel")}
          onConfirm={() =>
            discard.mutate(undefined, { onSuccess: () => navigate("/reviews/queue") })
          }
        >
          <Button
            type="text"
            className={styles.last}
            icon={<DeleteOutlined />}
            aria-label={t("review.discard.action")}
            title={t("review.discard.action")}
            loading={discard.isPending}
          />
        </Popconfirm>
      </div>
      {discard.isError && <ProblemPanel error={discard.error} inline />}
    </footer>
  );
}
