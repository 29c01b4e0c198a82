import { MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Space } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useProblemSentence } from "../../components/problem-panel";
import { type Plan, useArchivePlan, useChangePlan, useDrawNow } from "./queries";

/** Draw, change, pause and archive; what stops a plan asks first. */
export function PlanActs({ plan, onChange }: { plan: Plan; onChange: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const draw = useDrawNow();
  const { pause, resume, archive } = useStopping(plan);

  function drawNow() {
    draw.mutate(plan.id, {
      onSuccess: ({ items }) => {
        const count = items.reduce((sum, { summary }) => sum + Number(summary.chosen ?? 0), 0);
        void message.success(
          items.length > 0 ? t("sampling.drawn", { count }) : t("sampling.drawn_none"),
        );
      },
      onError: (error) => void message.error(sentenceOf(error)),
    });
  }

  return (
    <Space size="small">
      <Button size="small" onClick={onChange}>
        {t("sampling.edit")}
      </Button>
      <Button size="small" loading={draw.isPending} onClick={drawNow}>
        {t("sampling.draw")}
      </Button>
      <Link to={`/reviews/sampling?tab=draws&plan=${plan.id}`}>{t("sampling.draws")}</Link>
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        menu={{
          items: [
            plan.active
              ? { key: "pause", label: t("sampling.pause"), onClick: pause }
              : { key: "resume", label: t("sampling.resume"), onClick: resume },
            { key: "archive", label: t("sampling.archive"), danger: true, onClick: archive },
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined />}
          aria-label={t("sampling.more_of", { name: plan.name })}
        />
      </Dropdown>
    </Space>
  );
}

function useStopping(plan: Plan) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const change = useChangePlan();
  const remove = useArchivePlan();
  const { id: plan_id, name, revision } = plan;
  const said = (done: Promise<unknown>) =>
    done.then(
      () => void message.success(t("sampling.saved")),
      (error: unknown) => void message.error(sentenceOf(error)),
    );

  const setActive = (active: boolean) => said(change.mutateAsync({ plan_id, revision, active }));

  function pause() {
    modal.confirm({
      title: t("sampling.pause_of", { name }),
      content: t("sampling.pause_help"),
      okText: t("sampling.pause"),
      cancelText: t("sampling.keep"),
      onOk: () => setActive(false),
    });
  }

  function archive() {
    modal.confirm({
      title: t("sampling.archive_of", { name }),
      content: t("sampling.archive_help"),
      okText: t("sampling.archive"),
      okButtonProps: { danger: true },
      cancelText: t("sampling.keep"),
      onOk: () => said(remove.mutateAsync(plan_id)),
    });
  }

  return { pause, archive, resume: () => void setActive(true) };
}
