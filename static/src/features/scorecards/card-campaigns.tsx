import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Campaign } from "../../lib/api";
import { useCan } from "../../lib/session";
import { AssignDialog } from "./assign-dialog";
import { usePeriodWords } from "./campaign-words";
import { FactsDialog } from "./facts-dialog";
import { plain, unassigned } from "./periods";
import { useCampaignCards, useSetCampaignCards } from "./queries";
import styles from "./scorecards.module.css";
import type { CampaignCard } from "./types";

/** Whose calls the card scores, and on which days. */
export function CardCampaigns({ cardId }: { cardId: string }) {
  const { t } = useTranslation();
  const mayWrite = useCan("scorecards:write");
  const { items: campaigns, isPending } = useCampaignCards();
  const [assigning, setAssigning] = useState(false);
  const using = campaigns.flatMap(({ campaign, cards }) =>
    cards.flatMap((card) => (card.scorecard_id === cardId ? [{ campaign, cards, card }] : [])),
  );
  return (
    <section className={styles.panel}>
      <h2>{t("scorecards.campaigns")}</h2>
      {isPending && <Placeholder height={48} />}
      {!isPending && using.length === 0 && (
        <p className={styles.note}>{t("scorecards.used_by_none")}</p>
      )}
      <ul className={styles.versions}>
        {using.map(({ campaign, cards, card }) => (
          <Use
            key={`${campaign.id} ${card.from_date}`}
            campaign={campaign}
            all={cards}
            card={card}
            mayWrite={mayWrite}
          />
        ))}
      </ul>
      {mayWrite && (
        <Button size="small" icon={<PlusOutlined />} onClick={() => setAssigning(true)}>
          {t("scorecards.assign")}
        </Button>
      )}
      {assigning && <AssignDialog cardId={cardId} onClose={() => setAssigning(false)} />}
    </section>
  );
}

interface UseProps {
  campaign: Campaign;
  all: readonly CampaignCard[];
  card: CampaignCard;
  mayWrite: boolean;
}

function Use({ campaign, all, card, mayWrite }: UseProps) {
  const { id: campaign_id, name } = campaign;
  const [telling, setTelling] = useState(false);
  const { t } = useTranslation();
  const words = usePeriodWords();
  const set = useSetCampaignCards();
  const period = words(card) || t("scorecards.period_always");
  return (
    <li>
      <p className={styles.use}>
        <span>
          {name} <span className={styles.note}>{period}</span>
        </span>
        {mayWrite && (
          <Button
            className={styles.aside ?? ""}
            type="text"
            size="small"
            onClick={() => setTelling(true)}
          >
            {t("scorecards.facts")}
          </Button>
        )}
        {mayWrite && (
          <Popconfirm
            title={t("scorecards.unassign_ask", { name })}
            description={t("scorecards.unassign_help")}
            okText={t("scorecards.unassign")}
            cancelText={t("scorecards.keep")}
            placement="topRight"
            onConfirm={() => set.mutate({ campaign_id, items: unassigned(all, card).map(plain) })}
          >
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              loading={set.isPending}
              aria-label={t("scorecards.unassign_from", { name })}
            />
          </Popconfirm>
        )}
      </p>
      {set.isError && <ProblemPanel error={set.error} inline />}
      {telling && <FactsDialog campaign={campaign} onClose={() => setTelling(false)} />}
    </li>
  );
}
