import {
  App,
  Button,
  Checkbox,
  DatePicker,
  Drawer,
  Form,
  InputNumber,
  Select,
  TimePicker,
} from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import type { Goal, GoalIn, GoalMetric } from "../../lib/api";
import { isOfField } from "../../lib/problem";
import type { PlacedUnit } from "../../lib/unit-tree";
import { GoalPreview } from "./goal-preview";
import styles from "./goals.module.css";
import { METRICS, useMetricName } from "./metrics";
import { useAgents, useCampaigns, useSetGoals } from "./queries";
import { UnitSelect } from "./unit-select";
import { useWeekdayNames } from "./use-hours-text";
import { Whose } from "./whose";
import { CLOCK, goalOf, initial, isWithin, type Wish } from "./wish";

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const FIELDS = ["unit_id", "agent_id", "campaign_id", "metric", "target", "valid_from"] as const;

interface Props {
  /** The goal that is changed; a new one without. */
  goal: Goal | null;
  /** For whom a new one is, unless something else is chosen. */
  unitId: string | null;
  units: readonly PlacedUnit[];
  onClose: () => void;
}

/** Says what is to be reached in a day, and shows what that means for those below. */
export function GoalDrawer({ goal, unitId, units, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Wish>();
  const wish = Form.useWatch([], form) as Partial<Wish> | undefined;
  const [below, setBelow] = useState<readonly GoalIn[] | null>([]);
  const total = 1 + (below?.length ?? 0);
  const [count, setCount] = useState(0);
  const set = useSetGoals(setCount);
  const { refuse, refused } = useRefusals(form);

  async function save(whole: Wish) {
    if (!below) return;
    try {
      await set.mutateAsync([goalOf(whole), ...below]);
      void message.success(t("goals.saved", { count: total }));
      onClose();
    } catch (error) {
      refuse(error);
    }
  }

  return (
    <Drawer
      open
      size={640}
      title={t(goal ? "goals.change_title" : "goals.add")}
      onClose={onClose}
      footer={
        <div className={styles.footer}>
          <Button onClick={onClose}>{t("goals.cancel")}</Button>
          <Button
            type="primary"
            loading={set.isPending}
            disabled={below === null}
            onClick={form.submit}
          >
            {t("goals.save", { count: total })}
          </Button>
          {set.isPending && total > 1 && (
            <span role="status">{t("goals.saving", { done: count, total })}</span>
          )}
        </div>
      }
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      {refused !== null && count > 0 && (
        <p role="alert">{t("goals.part_saved", { done: count, total })}</p>
      )}
      <Form<Wish>
        form={form}
        layout="vertical"
        initialValues={initial(goal, unitId ?? units[0]?.id)}
        onFinish={save}
      >
        {goal ? (
          <FixedSubject goal={goal} />
        ) : (
          <Subject units={units} unitId={wish?.unit_id} hasAgent={Boolean(wish?.agent_id)} />
        )}
        <Amount metric={wish?.metric ?? "dials"} isFixed={goal !== null} />
        <When />
      </Form>
      <GoalPreview wish={wish ?? {}} units={units} onBelow={setBelow} />
    </Drawer>
  );
}

interface SubjectProps {
  units: readonly PlacedUnit[];
  unitId: string | undefined;
  hasAgent: boolean;
}

function Subject({ units, unitId, hasAgent }: SubjectProps) {
  const { t } = useTranslation();
  const agents = useAgents(unitId);
  const campaigns = useCampaigns();
  const needed = [{ required: true, message: t("goals.needed") }];
  return (
    <div className={styles.row}>
      <Form.Item name="unit_id" label={t("goals.unit")} rules={needed}>
        <UnitSelect units={units} label={t("goals.unit")} />
      </Form.Item>
      <Form.Item name="agent_id" label={t("goals.agent")}>
        <Select
          allowClear
          placeholder={t("goals.whole_unit")}
          showSearch={{ optionFilterProp: "label" }}
          loading={agents.isLoading}
          options={(agents.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item
        name="campaign_id"
        label={t("goals.campaign")}
        extra={hasAgent ? t("goals.no_campaign") : undefined}
      >
        <Select
          allowClear
          disabled={hasAgent}
          placeholder={t("goals.all_campaigns")}
          showSearch={{ optionFilterProp: "label" }}
          options={(campaigns.data?.items ?? []).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
    </div>
  );
}

/** What a goal is about stays; of something else it is another goal. */
function FixedSubject({ goal }: { goal: Goal }) {
  return (
    <>
      <p className={styles.subject}>
        <Whose goal={goal} />
      </p>
      {(["unit_id", "agent_id", "campaign_id"] as const).map((name) => (
        <Form.Item key={name} name={name} hidden noStyle>
          <input type="hidden" />
        </Form.Item>
      ))}
    </>
  );
}

function Amount({ metric, isFixed }: { metric: GoalMetric; isFixed: boolean }) {
  const { t } = useTranslation();
  const nameOf = useMetricName();
  const needed = [{ required: true, message: t("goals.needed") }];
  return (
    <div className={styles.row}>
      <Form.Item name="metric" label={t("goals.metric")} rules={needed}>
        <Select
          disabled={isFixed}
          options={METRICS.map((one) => ({ value: one, label: nameOf(one) }))}
        />
      </Form.Item>
      <Form.Item
        name="target"
        label={t(metric === "talk_s" ? "goals.target_minutes" : "goals.target")}
        rules={needed}
      >
        <InputNumber className={styles.number ?? ""} min={1} max={10_000_000} precision={0} />
      </Form.Item>
      <Form.Item name="valid_from" label={t("goals.from")}>
        <DatePicker className={styles.number ?? ""} placeholder={t("goals.today")} />
      </Form.Item>
    </div>
  );
}

function When() {
  const { t } = useTranslation();
  const weekday = useWeekdayNames();
  return (
    <>
      <Form.Item
        name="weekdays"
        label={t("goals.weekdays")}
        rules={[{ required: true, type: "array", min: 1, message: t("goals.needed") }]}
      >
        <Checkbox.Group options={WEEKDAYS.map((day) => ({ value: day, label: weekday(day) }))} />
      </Form.Item>
      <div className={styles.row}>
        <Form.Item
          name="work"
          label={t("goals.work")}
          rules={[{ required: true, message: t("goals.needed") }]}
        >
          <TimePicker.RangePicker format={CLOCK} minuteStep={5} order={false} />
        </Form.Item>
        <Form.Item
          name="pause"
          label={t("goals.pause")}
          dependencies={["work"]}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, pause: Wish["pause"]) =>
                isWithin(pause, getFieldValue("work"))
                  ? Promise.resolve()
                  : Promise.reject(new Error(t("goals.pause_outside"))),
            }),
          ]}
        >
          <TimePicker.RangePicker format={CLOCK} minuteStep={5} allowClear order={false} />
        </Form.Item>
      </div>
    </>
  );
}

/** Points at the field the server names; its own name for a pair of clocks is within `hours`. */
function useRefusals(form: ReturnType<typeof Form.useForm<Wish>>[0]) {
  const sentenceOf = useProblemSentence();
  const [refused, setRefused] = useState<unknown>(null);
  function refuse(error: unknown) {
    const named = [...FIELDS, "weekdays", "work", "pause"].find((one) => isOfField(error, one));
    const field = named ?? (isOfField(error, "hours") ? "pause" : undefined);
    if (field) form.setFields([{ name: field as keyof Wish, errors: [sentenceOf(error)] }]);
    setRefused(field ? null : error);
  }
  return { refuse, refused };
}
