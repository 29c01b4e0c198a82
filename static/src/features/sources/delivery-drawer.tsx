import { RedoOutlined } from "@ant-design/icons";
import { Alert, Button, Descriptions, Drawer, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { DeliveryBody, Replayed } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import { BodyView } from "./body-view";
import styles from "./deliveries.module.css";
import { DeliveryWord } from "./delivery-word";
import { NoteList } from "./note-list";
import { useDelivery, useReplay } from "./queries";
import { useSeconds } from "./use-seconds";

interface Props {
  deliveryId: number;
  onClose: () => void;
}

/** One delivery whole: what came, what was wrong with it, and a way to try it again. */
export function DeliveryDrawer({ deliveryId, onClose }: Props) {
  const { t } = useTranslation();
  const delivery = useDelivery(deliveryId);
  const replay = useReplay();
  return (
    <Drawer
      open
      size={760}
      title={t("sources.delivery", { id: deliveryId })}
      onClose={onClose}
      extra={delivery.data && <Replay replay={replay} deliveryId={deliveryId} />}
    >
      {delivery.isPending && <Placeholder height={400} />}
      {delivery.isError && (
        <ProblemPanel error={delivery.error} onRetry={delivery.refetch} inline />
      )}
      {replay.isError && <ProblemPanel error={replay.error} inline />}
      {replay.data && <ReplayResult result={replay.data} />}
      {delivery.data && <Whole delivery={delivery.data} />}
    </Drawer>
  );
}

function Whole({ delivery }: { delivery: DeliveryBody }) {
  const { t } = useTranslation();
  const { notes } = delivery;
  return (
    <div className={styles.whole}>
      <Facts delivery={delivery} />
      <section>
        <h2>{t("sources.was_wrong")}</h2>
        {notes.length > 0 ? (
          <NoteList notes={notes} />
        ) : (
          <p className={styles.note}>{t("sources.nothing_wrong")}</p>
        )}
      </section>
      <BodyView delivery={delivery} />
      <details className={styles.headers}>
        <summary>{t("sources.headers")}</summary>
        <dl>
          {Object.entries(delivery.headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      <p className={styles.note}>{t("sources.read_noted")}</p>
    </div>
  );
}

function Facts({ delivery }: { delivery: DeliveryBody }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useSeconds();
  const word = useWords();
  const { events, duplicates } = delivery;
  return (
    <Descriptions
      size="small"
      column={2}
      items={[
        { label: t("sources.received"), children: format.dateTime(delivery.received_at) },
        { label: t("sources.filter_state"), children: <DeliveryWord state={delivery.state} /> },
        {
          label: t("sources.events"),
          children: t("sources.of_events", {
            events: format.count(events),
            duplicates: format.count(duplicates),
          }),
        },
        { label: t("sources.delivery_lag"), children: seconds(delivery.lag_s) },
        { label: t("sources.delivery_adapter"), children: word("dialer", delivery.dialer) },
        { label: t("sources.delivery_key"), children: delivery.key ?? NO_VALUE },
        {
          label: t("sources.delivery_address"),
          span: 2,
          children: <code className={styles.address}>{delivery.url}</code>,
        },
      ]}
    />
  );
}

interface ReplayProps {
  replay: ReturnType<typeof useReplay>;
  deliveryId: number;
}

function Replay({ replay, deliveryId }: ReplayProps) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={t("sources.replay_ask")}
      description={t("sources.replay_help")}
      okText={t("sources.replay")}
      cancelText={t("sources.cancel")}
      placement="bottomRight"
      onConfirm={() => replay.mutate(deliveryId)}
    >
      <Button icon={<RedoOutlined />} loading={replay.isPending}>
        {t("sources.replay")}
      </Button>
    </Popconfirm>
  );
}

/** What translating it again came to. */
function ReplayResult({ result }: { result: Replayed }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { before, after, events, duplicates } = result;
  const word = (state: typeof after) => t(`sources.delivery_state.${state}`);
  return (
    <Alert
      showIcon
      role="status"
      className={styles.result}
      type={after === "refused" ? "warning" : "success"}
      title={
        before === after
          ? t("sources.replayed_same", { after: word(after) })
          : t("sources.replayed", {
              before: word(before),
              after: word(after),
              events: format.count(events),
              duplicates: format.count(duplicates),
            })
      }
    />
  );
}
