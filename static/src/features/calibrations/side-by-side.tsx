import { CaretRightFilled, DiffOutlined } from "@ant-design/icons";
import { Button, Checkbox, Drawer, Empty, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Verdict } from "../../components/verdict";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import styles from "./calibrations.module.css";
import type { Calibration, CallWords, ItemWords, Outcome } from "./queries";
import { differs, isTied, orderedRaters } from "./reading";
import { SettleDialog } from "./settle-dialog";
import { useRaterName } from "./use-rater-name";

interface Props {
  session: Calibration;
  outcome: Outcome;
  words: CallWords;
  onClose: () => void;
}

/** One call: every item, what each said of it, what counts, and where to listen. */
export function SideBySide({ session, outcome, words, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [only, setOnly] = useState(true);
  const [settling, settle] = useState<ItemWords | null>(null);
  const { call } = words;
  const name = `${format.dateTime(call.started_at)} · ${call.agent_name ?? t("calibrations.nobody")}`;
  return (
    <Drawer
      open
      size={Math.min(1160, 520 + 172 * outcome.raters.length)}
      title={name}
      extra={
        <Link to={`/calls/${call.call_id}`} target="_blank">
          {t("calibrations.open_call")}
        </Link>
      }
      onClose={onClose}
    >
      <div className={styles.choice}>
        <Checkbox checked={only} onChange={({ target }) => setOnly(target.checked)}>
          {t("calibrations.only_differing")}
        </Checkbox>
        <Items
          session={session}
          outcome={outcome}
          words={words}
          items={only ? words.items.filter((item) => isDisputed(session, item)) : words.items}
          onSettle={settle}
        />
      </div>
      {settling && (
        <SettleDialog
          session={session}
          callId={call.call_id}
          item={settling}
          onClose={() => settle(null)}
        />
      )}
    </Drawer>
  );
}

function isDisputed(session: Calibration, item: ItemWords): boolean {
  return (
    isTied(session, item) ||
    item.settled !== null ||
    Object.values(item.said).some((verdict) => differs(item, verdict))
  );
}

interface ItemsProps extends Omit<Props, "onClose"> {
  items: ItemWords[];
  onSettle: (item: ItemWords) => void;
}

function Items({ session, outcome, words, items, onSettle }: ItemsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useRaterName();
  return (
    <Table<ItemWords>
      className={styles.table ?? ""}
      aria-label={t("calibrations.side_by_side")}
      size="small"
      rowKey="rule_key"
      dataSource={items}
      pagination={false}
      scroll={{ x: 360 + 172 * outcome.raters.length }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("calibrations.all_same")} />
        ),
      }}
      columns={[
        { title: t("calibrations.item"), dataIndex: "rule_name", width: 160, fixed: "left" },
        ...orderedRaters(outcome).map((rater) => ({
          title: (
            <>
              {nameOf(rater)}{" "}
              <span className={styles.note}>{format.score(words.scores[rater.rater])}</span>
            </>
          ),
          key: rater.rater,
          width: 172,
          render: (_: unknown, item: ItemWords) => <Said item={item} rater={rater.rater} />,
        })),
        {
          title: (
            <>
              {t("calibrations.consensus")}{" "}
              <span className={styles.note}>{format.score(words.key_score)}</span>
            </>
          ),
          width: 150,
          render: (_, item) => <Key session={session} item={item} onSettle={onSettle} />,
        },
        {
          title: t("calibrations.evidence"),
          width: 110,
          render: (_, item) => <Places callId={words.call.call_id} item={item} />,
        },
      ]}
    />
  );
}

function Said({ item, rater }: { item: ItemWords; rater: string }) {
  const { t } = useTranslation();
  const verdict = item.said[rater];
  if (!verdict) return <span title={t("calibrations.no_word")}>{NO_VALUE}</span>;
  if (!differs(item, verdict)) return <Verdict of="line" verdict={verdict} />;
  return (
    <span className={styles.differs} title={t("calibrations.differs")}>
      <DiffOutlined aria-label={t("calibrations.differs")} />
      <Verdict of="line" verdict={verdict} />
    </span>
  );
}

interface KeyProps {
  session: Calibration;
  item: ItemWords;
  onSettle: (item: ItemWords) => void;
}

/** What counts as right, or the way to settle it. */
function Key({ session, item, onSettle }: KeyProps) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  const isOpen = isTied(session, item);
  const settles = manages && (isOpen || item.settled !== null);
  return (
    <div className={styles.key}>
      {item.key ? (
        <Verdict of="line" verdict={item.key} />
      ) : isOpen ? (
        <Tag color="warning">{t("calibrations.tie")}</Tag>
      ) : (
        NO_VALUE
      )}
      {item.settled && (
        <span className={styles.note}>
          {t("calibrations.settled")}
          {item.note && ` · ${item.note}`}
        </span>
      )}
      {settles && (
        <Button
          size="small"
          type={isOpen ? "primary" : "default"}
          aria-label={`${t(isOpen ? "calibrations.settle" : "calibrations.settle_again")} ${item.rule_name}`}
          onClick={() => onSettle(item)}
        >
          {t(isOpen ? "calibrations.settle" : "calibrations.settle_again")}
        </Button>
      )}
    </div>
  );
}

/** More would only repeat what the page of the call shows. */
const SHOWN = 4;

function Places({ callId, item: { at_s } }: { callId: string; item: ItemWords }) {
  const { t } = useTranslation();
  if (at_s.length === 0)
    return <span className={styles.note}>{t("calibrations.evidence_none")}</span>;
  return (
    <span className={styles.places}>
      {at_s.slice(0, SHOWN).map((at) => (
        <Link
          key={at}
          to={`/calls/${callId}?t=${at.toFixed(1)}`}
          target="_blank"
          aria-label={t("calibrations.evidence_at", { at: formatDuration(at) })}
        >
          <CaretRightFilled /> {formatDuration(at)}
        </Link>
      ))}
    </span>
  );
}
