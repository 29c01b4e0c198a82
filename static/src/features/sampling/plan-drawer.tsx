import { App, Button, Drawer, Form, Input, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { useInspectors } from "../../components/queue/inspectors";
import { isOfField } from "../../lib/problem";
import { NEW_PLAN, type PlanDraft, toBody, toDraft } from "./draft";
import { FilterFields } from "./filter-fields";
import { Amount } from "./layer-fields";
import { LayerList } from "./layer-list";
import { PlanPreviewPanel } from "./plan-preview";
import { type Plan, useAddPlan, useChangePlan } from "./queries";
import styles from "./sampling.module.css";

const PERIODS = ["day", "week"] as const;
const HANDINGS = ["pool", "even", "share", "skill"] as const;

interface Props {
  /** Null for a new one. */
  plan: Plan | null;
  onClose: () => void;
}

/** A plan, to be read as sentences whose gaps are filled in. */
export function PlanDrawer({ plan, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<PlanDraft>();
  const { save, refused, isPending } = useSave(plan, form, onClose);
  const inspectors = useInspectors();
  const initial = plan ? toDraft(plan.name, plan.body) : NEW_PLAN;
  // Layers keep their kind beside the fields, so all that the form preserves is wanted.
  const typed: PlanDraft | undefined = Form.useWatch([], { form, preserve: true });
  return (
    <Drawer
      open
      size={760}
      title={plan ? t("sampling.changed", { name: plan.name }) : t("sampling.add")}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={isPending} onClick={form.submit}>
            {plan ? t("sampling.save") : t("sampling.create")}
          </Button>
          <Button onClick={onClose}>{t("sampling.cancel")}</Button>
        </Space>
      }
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={() => save(form.getFieldsValue(true) as PlanDraft)}
      >
        <Form.Item
          name="name"
          label={t("sampling.name")}
          rules={[{ required: true, whitespace: true, message: t("sampling.needed") }]}
        >
          <Input maxLength={120} placeholder={t("sampling.name_hint")} />
        </Form.Item>
        <Form.Item label={t("sampling.layers")} required>
          <LayerList />
        </Form.Item>
        <div className={styles.row}>
          <Form.Item name="period" label={t("sampling.period")}>
            <Select
              className={styles.choice ?? ""}
              options={PERIODS.map((value) => ({ value, label: t(`sampling.periods.${value}`) }))}
            />
          </Form.Item>
          <Form.Item label={t("sampling.most")} extra={t("sampling.most_help")}>
            <Amount name="most" label={t("sampling.most")} placeholder={t("sampling.no_most")} />{" "}
            {t("sampling.calls")}
          </Form.Item>
        </div>
        <Form.Item label={t("sampling.filters")} extra={t("sampling.filters_help")}>
          <FilterFields />
        </Form.Item>
        <Form.Item name="handing" label={t("sampling.handing")}>
          <Select
            options={HANDINGS.map((value) => ({ value, label: t(`sampling.handings.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="inspector_ids" label={t("sampling.inspectors")}>
          <Select
            mode="multiple"
            placeholder={t("sampling.inspectors_all")}
            loading={inspectors.isPending}
            showSearch={{ optionFilterProp: "label" }}
            options={(inspectors.data?.items ?? []).map(({ user_id, name }) => ({
              value: user_id,
              label: name,
            }))}
          />
        </Form.Item>
      </Form>
      <PlanPreviewPanel draft={typed?.layers ? typed : initial} />
    </Drawer>
  );
}

function useSave(
  plan: Plan | null,
  form: ReturnType<typeof Form.useForm<PlanDraft>>[0],
  onClose: () => void,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const add = useAddPlan();
  const change = useChangePlan();
  const [refused, setRefused] = useState<unknown>(null);

  async function save(draft: PlanDraft) {
    setRefused(null);
    const wish = { name: draft.name.trim(), body: toBody(draft) };
    try {
      if (plan) await change.mutateAsync({ ...wish, plan_id: plan.id, revision: plan.revision });
      else await add.mutateAsync({ ...wish, active: true });
      void message.success(t("sampling.saved"));
      onClose();
    } catch (error) {
      if (isOfField(error, "name")) form.setFields([{ name: "name", errors: [sentenceOf(error)] }]);
      else setRefused(error);
    }
  }

  return { save, refused, isPending: add.isPending || change.isPending };
}
