import { Alert, Modal } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { usePeriodWords } from "./campaign-words";
import { DiffView } from "./diff-view";
import { isDraftChanged, useCampaignCards, usePublish, useVersion } from "./queries";
import styles from "./scorecards.module.css";
import type { Body, Scorecard } from "./types";

interface Props {
  name: string;
  card: Scorecard | null;
  scorecardId: string;
  number: number;
  body: Body;
  /** Of `body`, as the server has it. */
  digest: string;
  onClose: () => void;
  onPublished: () => void;
  /** Somebody else has changed the draft while the dialog was open: nothing is published. */
  onChanged: () => void;
}

/** What changes and for whom, before calls are scored with it. */
export function PublishDialog(props: Props) {
  const { name, card, scorecardId, number, body, digest, onClose, onPublished, onChanged } = props;
  const { t } = useTranslation();
  const publish = usePublish(scorecardId);
  const against = card?.published_version ?? null;
  const former = useVersion(scorecardId, against);
  return (
    <Modal
      open
      width={760}
      title={t("scorecards.publish_title", { name, number })}
      okText={t("scorecards.publish_confirm", { number })}
      cancelText={t("scorecards.not_yet")}
      confirmLoading={publish.isPending}
      onOk={() =>
        publish.mutate(
          { number, was: digest },
          {
            onSuccess: onPublished,
            onError: (error) => isDraftChanged(error) && onChanged(),
          },
        )
      }
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <p>{t("scorecards.publish_help")}</p>
        <Campaigns scorecardId={scorecardId} />
        {against === null && <p>{t("scorecards.publish_first", { n: body.rules.length })}</p>}
        {against !== null &&
          (former.data ? (
            <div className={styles.scrolls}>
              <DiffView
                scorecardId={scorecardId}
                number={number}
                against={against}
                before={former.data.body}
                after={body}
              />
            </div>
          ) : (
            <Placeholder height={120} />
          ))}
        {publish.isError && <ProblemPanel error={publish.error} inline />}
      </div>
    </Modal>
  );
}

/** Whose calls are scored with the card, and from when. */
function Campaigns({ scorecardId }: { scorecardId: string }) {
  const { t } = useTranslation();
  const words = usePeriodWords();
  const { items, isPending } = useCampaignCards();
  const using = items.flatMap(({ campaign, cards }) =>
    cards
      .filter((card) => card.scorecard_id === scorecardId)
      .map((card) => `${campaign.name} ${words(card)}`.trim()),
  );
  if (isPending) return <Placeholder height={48} />;
  if (using.length === 0)
    return <Alert type="warning" showIcon title={t("scorecards.used_by_none")} />;
  return (
    <Alert
      type="info"
      showIcon
      title={t("scorecards.used_from_now")}
      description={
        <ul>
          {using.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
    />
  );
}
