import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Input, Modal, Segmented, Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { AgentSelect } from "./agent-select";
import styles from "./keeping.module.css";
import {
  type Hold,
  type HoldWish,
  useCampaigns,
  useHolds,
  useLiftHold,
  usePlaceHold,
} from "./queries";
import { Field } from "./rule-fields";

const KINDS = ["customer", "agent", "call", "campaign"] as const;

/** What nobody may delete, and why. */
export function Holds() {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const lifted = params.get("lifted") === "1";
  const holds = useHolds(lifted, params.get("cursor"));
  const [placing, setPlacing] = useState(false);
  const [lifting, setLifting] = useState<Hold | null>(null);
  if (holds.isError) return <ProblemPanel error={holds.error} onRetry={holds.refetch} />;
  return (
    <div className={styles.rules}>
      <div className={styles.header}>
        <Segmented
          aria-label={t("keeping.tab_holds")}
          value={lifted ? "lifted" : "open"}
          options={[
            { value: "open", label: t("keeping.holds_open") },
            { value: "lifted", label: t("keeping.holds_lifted") },
          ]}
          onChange={(wanted) =>
            setParams({ tab: "holds", ...(wanted === "lifted" && { lifted: "1" }) })
          }
        />
        <div className={styles.aside}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setPlacing(true)}>
            {t("keeping.place_hold")}
          </Button>
        </div>
      </div>
      {holds.data ? (
        <>
          <Table<Hold>
            className={styles.table ?? ""}
            aria-label={t("keeping.tab_holds")}
            size="small"
            rowKey="id"
            dataSource={holds.data.items}
            pagination={false}
            scroll={{ x: 900 }}
            locale={{
              emptyText: (
                <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("keeping.holds_none")} />
              ),
            }}
            columns={[
              {
                title: t("keeping.hold_of"),
                render: (_, { kind, subject }) => `${t(`keeping.hold_${kind}`)} · ${subject}`,
              },
              { title: t("keeping.reason"), dataIndex: "reason" },
              {
                title: t("keeping.placed"),
                render: (_, { placed_by, placed_at }) =>
                  `${placed_by} · ${format.dateTime(placed_at)}`,
              },
              {
                title: t("keeping.lifted"),
                render: (_, hold) =>
                  hold.lifted_at
                    ? `${hold.lifted_by ?? NO_VALUE} · ${format.dateTime(hold.lifted_at)} · ${hold.lift_reason ?? ""}`
                    : NO_VALUE,
              },
              {
                title: "",
                width: 100,
                render: (_, hold) =>
                  !hold.lifted_at && (
                    <Button size="small" onClick={() => setLifting(hold)}>
                      {t("keeping.lift")}
                    </Button>
                  ),
              },
            ]}
          />
          <Pager
            next={holds.data.next ?? null}
            label={t("keeping.tab_holds")}
            shown={t("keeping.shown", { count: holds.data.items.length })}
          />
        </>
      ) : (
        <Placeholder height={240} />
      )}
      {placing && <PlaceHold onClose={() => setPlacing(false)} />}
      {lifting && <LiftHold hold={lifting} onClose={() => setLifting(null)} />}
    </div>
  );
}

function PlaceHold({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const place = usePlaceHold();
  const campaigns = useCampaigns();
  const [wish, setWish] = useState<HoldWish>({ kind: "customer", subject: "", reason: "" });
  const set = (subject: string) => setWish({ ...wish, subject });
  return (
    <Modal
      open
      title={t("keeping.place_hold")}
      okText={t("keeping.place_hold")}
      cancelText={t("keeping.cancel")}
      okButtonProps={{ disabled: !wish.subject || !wish.reason, loading: place.isPending }}
      onCancel={onClose}
      onOk={() => place.mutate(wish, { onSuccess: onClose })}
    >
      <div className={styles.form}>
        {place.isError && <ProblemPanel error={place.error} inline />}
        <Segmented
          aria-label={t("keeping.hold_of")}
          value={wish.kind}
          options={KINDS.map((value) => ({ value, label: t(`keeping.hold_${value}`) }))}
          onChange={(kind) => setWish({ ...wish, kind, subject: "" })}
        />
        <Field label={t(`keeping.hold_${wish.kind}`)}>
          {wish.kind === "agent" ? (
            <AgentSelect value={wish.subject} onChange={set} />
          ) : wish.kind === "campaign" ? (
            <Select
              showSearch
              optionFilterProp="label"
              value={wish.subject || null}
              options={(campaigns.data?.items ?? []).map(({ id, name }) => ({
                value: id,
                label: name,
              }))}
              onChange={set}
            />
          ) : (
            <Input
              value={wish.subject}
              maxLength={64}
              placeholder={t(`keeping.hold_${wish.kind}_hint`)}
              onChange={({ target }) => set(target.value)}
            />
          )}
        </Field>
        <Field label={t("keeping.reason")}>
          <Input.TextArea
            value={wish.reason}
            maxLength={500}
            onChange={({ target }) => setWish({ ...wish, reason: target.value })}
          />
        </Field>
      </div>
    </Modal>
  );
}

function LiftHold({ hold, onClose }: { hold: Hold; onClose: () => void }) {
  const { t } = useTranslation();
  const lift = useLiftHold();
  const [reason, setReason] = useState("");
  return (
    <Modal
      open
      title={t("keeping.lift_ask", { what: `${t(`keeping.hold_${hold.kind}`)} ${hold.subject}` })}
      okText={t("keeping.lift")}
      cancelText={t("keeping.cancel")}
      okButtonProps={{ danger: true, disabled: !reason, loading: lift.isPending }}
      onCancel={onClose}
      onOk={() => lift.mutate({ id: hold.id, reason }, { onSuccess: onClose })}
    >
      <div className={styles.form}>
        {lift.isError && <ProblemPanel error={lift.error} inline />}
        <Field label={t("keeping.reason")}>
          <Input.TextArea
            value={reason}
            maxLength={500}
            onChange={({ target }) => setReason(target.value)}
          />
        </Field>
      </div>
    </Modal>
  );
}
