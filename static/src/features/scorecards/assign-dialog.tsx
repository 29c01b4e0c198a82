import { Alert, DatePicker, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { fromPicker, pickerToday, toPicker } from "../../lib/day";
import { useTimezone } from "../../lib/session";
import { usePeriodWords } from "./campaign-words";
import { assigned, plain } from "./periods";
import { useCampaignCards, useScorecards, useSetCampaignCards } from "./queries";
import styles from "./scorecards.module.css";

interface Props {
  cardId: string;
  onClose: () => void;
}

/** Gives the card to a campaign for some days; says what gives way before it does. */
export function AssignDialog({ cardId, onClose }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const { items: campaigns } = useCampaignCards();
  const set = useSetCampaignCards();
  const [campaignId, setCampaignId] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(() => fromPicker(pickerToday(timezone)));
  const [until, setUntil] = useState<string | null>(null);
  const chosen = campaigns.find(({ campaign }) => campaign.id === campaignId);
  const wanted = { scorecard_id: cardId, from_date: from, until_date: until };
  const made = chosen && assigned(chosen.cards.map(plain), wanted);
  const backwards = from !== null && until !== null && until < from;
  return (
    <Modal
      open
      title={t("scorecards.assign")}
      okText={t("scorecards.assign_confirm")}
      cancelText={t("scorecards.cancel")}
      confirmLoading={set.isPending}
      okButtonProps={{ disabled: !made || backwards }}
      onOk={() =>
        chosen &&
        made &&
        set.mutate({ campaign_id: chosen.campaign.id, items: made }, { onSuccess: onClose })
      }
      onCancel={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t("scorecards.campaign")}>
          <Select<string>
            aria-label={t("scorecards.campaign")}
            value={campaignId}
            placeholder={t("scorecards.pick_campaign")}
            options={campaigns.map(({ campaign }) => ({
              value: campaign.id,
              label: campaign.name,
            }))}
            showSearch={{ optionFilterProp: "label" }}
            onChange={setCampaignId}
          />
        </Form.Item>
        <Form.Item
          label={t("scorecards.days_of")}
          {...(backwards && {
            validateStatus: "error" as const,
            help: t("scorecards.days_backwards"),
          })}
        >
          <div className={styles.dates}>
            <DatePicker
              aria-label={t("scorecards.from_date")}
              placeholder={t("scorecards.since_ever")}
              value={from ? toPicker(from) : null}
              onChange={(day) => setFrom(day && fromPicker(day))}
            />
            <DatePicker
              aria-label={t("scorecards.until_date")}
              placeholder={t("scorecards.for_good")}
              value={until ? toPicker(until) : null}
              onChange={(day) => setUntil(day && fromPicker(day))}
            />
          </div>
        </Form.Item>
      </Form>
      {chosen && made && !backwards && <After name={chosen.campaign.name} periods={made} />}
      {set.isError && <ProblemPanel error={set.error} inline />}
    </Modal>
  );
}

interface AfterProps {
  name: string;
  periods: readonly {
    scorecard_id: string;
    from_date?: string | null;
    until_date?: string | null;
  }[];
}

/** How the campaign is scored once it is done. */
function After({ name, periods }: AfterProps) {
  const { t } = useTranslation();
  const words = usePeriodWords();
  const cards = useScorecards(null).data?.items ?? [];
  const nameOf = (id: string) => cards.find((card) => card.id === id)?.name ?? id;
  return (
    <Alert
      type="info"
      title={t("scorecards.after_assigning", { name })}
      description={
        <ul>
          {periods.map((period) => (
            <li key={`${period.scorecard_id} ${period.from_date}`}>
              {nameOf(period.scorecard_id)}{" "}
              {words({
                from_date: period.from_date ?? null,
                until_date: period.until_date ?? null,
              }) || t("scorecards.period_always")}
            </li>
          ))}
        </ul>
      }
    />
  );
}
