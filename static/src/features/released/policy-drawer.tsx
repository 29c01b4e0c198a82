import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Drawer, Form, InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { type Policy, type PolicyWish, usePolicy, useSavePolicy } from "./queries";
import styles from "./released.module.css";

/** When agents see results, and who decides their appeals. */
export function PolicyDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const policy = usePolicy();
  return (
    <Drawer open size={480} title={t("released.policy_title")} onClose={onClose}>
      {policy.data ? (
        <PolicyForm key={policy.data.changed_at} policy={policy.data} />
      ) : policy.isError ? (
        <ProblemPanel error={policy.error} onRetry={policy.refetch} inline />
      ) : (
        <Placeholder height={420} />
      )}
    </Drawer>
  );
}

function PolicyForm({ policy }: { policy: Policy }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const { message } = App.useApp();
  const [form] = Form.useForm<PolicyWish>();
  const save = useSavePolicy();
  const when = Form.useWatch("release", form) ?? policy.release;
  return (
    <Form<PolicyWish>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={policy}
      onFinish={(wish) =>
        save
          .mutateAsync({
            ...wish,
            release_after_hours: wish.release_after_hours ?? policy.release_after_hours,
          })
          .then(
            () => void message.success(t("released.policy_saved")),
            () => undefined,
          )
      }
    >
      <Form.Item name="release" label={t("released.policy_when")}>
        <Radio.Group
          className={styles.choices ?? ""}
          options={(["at_once", "after_hours", "by_hand"] as const).map((value) => ({
            value,
            label: t(`released.whens.${value}`),
          }))}
        />
      </Form.Item>
      {when === "after_hours" && (
        <Form.Item
          name="release_after_hours"
          label={t("released.policy_hours")}
          rules={[{ required: true }]}
        >
          <InputNumber min={1} max={720} precision={0} />
        </Form.Item>
      )}
      <Form.Item name="machine_scores" label={t("released.policy_machine")}>
        <Radio.Group
          className={styles.choices ?? ""}
          options={(["shown", "hidden_until_reviewed"] as const).map((value) => ({
            value,
            label: t(`released.machines.${value}`),
          }))}
        />
      </Form.Item>
      <div className={styles.pair}>
        <Form.Item
          name="appeal_days"
          label={t("released.policy_days")}
          rules={[{ required: true }]}
        >
          <InputNumber min={1} max={30} precision={0} />
        </Form.Item>
        <Form.Item
          name="appeal_rounds"
          label={t("released.policy_rounds")}
          rules={[{ required: true }]}
        >
          <InputNumber min={1} max={3} precision={0} />
        </Form.Item>
      </div>
      <Steps />
      <Form.Item name="overdue" label={t("released.policy_overdue")}>
        <Radio.Group
          className={styles.choices ?? ""}
          options={(["hand_on", "accept"] as const).map((value) => ({
            value,
            label: t(`released.overdues.${value}`),
          }))}
        />
      </Form.Item>
      {save.error && <ProblemPanel error={save.error} inline />}
      <div className={styles.foot}>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("released.policy_save")}
        </Button>
        <span className={styles.note}>
          {t("released.policy_changed", {
            who: policy.changed_by,
            at: dateTime(policy.changed_at),
          })}
        </span>
      </div>
    </Form>
  );
}

const DECIDERS = ["lead", "supervisor", "manager", "qa_lead", "inspector", "admin"] as const;
const FRESH = { role: "qa_lead", days: 3 };

/** Who decides, one after the other. */
function Steps() {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.steps}>
      <legend>{t("released.policy_steps")}</legend>
      <Form.List name="steps">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.step}>
                <span className={styles.note}>{t("released.policy_step", { step: name + 1 })}</span>
                <Form.Item name={[name, "role"]} noStyle>
                  <Select
                    className={styles.role ?? ""}
                    aria-label={t("released.policy_role")}
                    options={DECIDERS.map((value) => ({ value, label: t(`words.role.${value}`) }))}
                  />
                </Form.Item>
                <Form.Item name={[name, "days"]} noStyle rules={[{ required: true }]}>
                  <InputNumber
                    min={1}
                    max={30}
                    precision={0}
                    aria-label={t("released.policy_step_days")}
                    suffix={t("released.policy_days_unit")}
                  />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  disabled={fields.length === 1}
                  aria-label={t("released.policy_remove", { step: name + 1 })}
                  title={t("released.policy_remove", { step: name + 1 })}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {fields.length < MOST_STEPS && (
              <Button size="small" icon={<PlusOutlined />} onClick={() => add(FRESH)}>
                {t("released.policy_add")}
              </Button>
            )}
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

const MOST_STEPS = 5;
