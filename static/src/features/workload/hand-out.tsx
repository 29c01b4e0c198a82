import { DeliveredProcedureOutlined } from "@ant-design/icons";
import { App, Button, Form, Modal, Select, Spin, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useInspectors } from "../../components/queue/inspectors";
import { useFormat } from "../../lib/format";
import {
  type HandedOut,
  type HandOutWish,
  useCampaigns,
  useHandOut,
  usePlanNames,
  useRehearsal,
} from "./queries";
import styles from "./workload.module.css";

const WAYS = ["even", "share", "skill"] as const;
const USUAL: HandOutWish = { handing: "even", inspector_ids: [], plan_id: null, campaign_id: null };
const SHORT = 8;
const PAGE = 8;

/** Gives what waits to those who have room; tells beforehand who would get how many. */
export function HandOut() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" icon={<DeliveredProcedureOutlined />} onClick={() => setOpen(true)}>
        {t("workload.hand_out.open")}
      </Button>
      {open && <HandOutDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function HandOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [wish, setWish] = useState(USUAL);
  const rehearsal = useRehearsal(wish);
  const handOut = useHandOut();
  const { data, isFetching } = rehearsal;
  const handed = data?.handed ?? 0;

  function give() {
    handOut.mutate(wish, {
      onSuccess: (result) => {
        const { handed: count, left } = result;
        void message.success(t("workload.hand_out.done", { count, left }));
        onClose();
      },
      // What was rehearsed may not be so any more.
      onError: () => void rehearsal.refetch(),
    });
  }

  return (
    <Modal
      open
      width={640}
      title={t("workload.hand_out.title")}
      okText={t("workload.hand_out.ok", { count: handed })}
      okButtonProps={{ disabled: handed === 0 || isFetching || rehearsal.isError }}
      cancelText={t("workload.cancel")}
      confirmLoading={handOut.isPending}
      onOk={give}
      onCancel={onClose}
    >
      <div className={styles.part}>
        <p className={styles.note}>{t("workload.hand_out.help")}</p>
        {handOut.error && <ProblemPanel error={handOut.error} inline />}
        <Choices wish={wish} onChange={setWish} />
        <h2>
          {t("workload.hand_out.would")} {isFetching && <Spin size="small" />}
        </h2>
        {rehearsal.error ? (
          <ProblemPanel error={rehearsal.error} onRetry={rehearsal.refetch} inline />
        ) : data ? (
          <Told result={data} />
        ) : (
          <Placeholder height={160} />
        )}
      </div>
    </Modal>
  );
}

interface ChoicesProps {
  wish: HandOutWish;
  onChange: (wish: HandOutWish) => void;
}

function Choices({ wish, onChange }: ChoicesProps) {
  const { t } = useTranslation();
  const plans = usePlanNames();
  const campaigns = useCampaigns();
  const inspectors = useInspectors();
  const change = (part: Partial<HandOutWish>) => onChange({ ...wish, ...part });
  const named = (items: readonly { id: string; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form layout="vertical" component="div">
      <Form.Item label={t("workload.hand_out.way")}>
        <Select
          aria-label={t("workload.hand_out.way")}
          value={wish.handing}
          options={WAYS.map((value) => ({ value, label: t(`sampling.handings.${value}`) }))}
          onChange={(handing) => change({ handing })}
        />
      </Form.Item>
      <div className={styles.choices}>
        <Form.Item label={t("workload.hand_out.plan")}>
          <Select<string>
            aria-label={t("workload.hand_out.plan")}
            placeholder={t("workload.hand_out.everything")}
            value={wish.plan_id ?? null}
            loading={plans.isPending}
            options={named(plans.data?.items)}
            showSearch={{ optionFilterProp: "label" }}
            allowClear
            onChange={(id) => change({ plan_id: id ?? null })}
          />
        </Form.Item>
        <Form.Item label={t("workload.hand_out.campaign")}>
          <Select<string>
            aria-label={t("workload.hand_out.campaign")}
            placeholder={t("workload.hand_out.all_campaigns")}
            value={wish.campaign_id ?? null}
            loading={campaigns.isPending}
            options={named(campaigns.data?.items)}
            showSearch={{ optionFilterProp: "label" }}
            allowClear
            onChange={(id) => change({ campaign_id: id ?? null })}
          />
        </Form.Item>
      </div>
      <Form.Item label={t("workload.hand_out.to")}>
        <Select
          mode="multiple"
          aria-label={t("workload.hand_out.to")}
          placeholder={t("workload.hand_out.to_all")}
          value={wish.inspector_ids}
          loading={inspectors.isPending}
          options={(inspectors.data?.items ?? []).map(({ user_id, name }) => ({
            value: user_id,
            label: name,
          }))}
          showSearch={{ optionFilterProp: "label" }}
          onChange={(inspector_ids) => change({ inspector_ids })}
        />
      </Form.Item>
    </Form>
  );
}

/** Who would get how many, and what would be left. */
function Told({ result: { handed, left, by_inspector } }: { result: HandedOut }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const inspectors = useInspectors();
  const nameOf = (id: string) =>
    inspectors.data?.items.find(({ user_id }) => user_id === id)?.name ?? id.slice(0, SHORT);
  if (handed === 0)
    return (
      <p>
        {left > 0 ? t("workload.hand_out.no_room", { count: left }) : t("workload.hand_out.none")}
      </p>
    );
  return (
    <>
      <Table
        size="small"
        rowKey="user_id"
        dataSource={by_inspector}
        pagination={{ pageSize: PAGE, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          { title: t("workload.name"), render: (_, { user_id }) => nameOf(user_id) },
          {
            title: t("workload.hand_out.gets"),
            width: 120,
            align: "right",
            render: (_, { tasks }) => count(tasks),
          },
        ]}
      />
      {left > 0 && <p className={styles.note}>{t("workload.hand_out.left", { count: left })}</p>}
    </>
  );
}
