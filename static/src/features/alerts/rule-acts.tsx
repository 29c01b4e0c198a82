import { LockOutlined, MoreOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Space, Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import { useRuleName } from "../../components/alerts/rule-name";
import { useProblemSentence } from "../../components/problem-panel";
import { type Rule, useDeleteRule } from "./rule-queries";

interface Props {
  rule: Rule;
  onChange: () => void;
  onCopy: () => void;
}

/** Change, copy, delete; deleting asks. Others' rules are only to be copied. */
export function RuleActs({ rule, onChange, onCopy }: Props) {
  const { id, editable } = rule;
  const name = useRuleName()(rule.name);
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const remove = useDeleteRule();

  function ask() {
    modal.confirm({
      title: t("alert_rules.delete_of", { name }),
      content: t("alert_rules.delete_help"),
      okText: t("alert_rules.delete"),
      okButtonProps: { danger: true },
      cancelText: t("alert_rules.keep"),
      onOk: () =>
        remove.mutateAsync(id).then(
          () => void message.success(t("alert_rules.deleted", { name })),
          (error: unknown) => void message.error(sentenceOf(error)),
        ),
    });
  }

  return (
    <Space size="small">
      {editable ? (
        <Button size="small" aria-label={t("alert_rules.edit_of", { name })} onClick={onChange}>
          {t("alert_rules.edit")}
        </Button>
      ) : (
        <Tooltip title={t("alert_rules.not_editable")}>
          <LockOutlined aria-label={t("alert_rules.not_editable")} tabIndex={0} />
        </Tooltip>
      )}
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        menu={{
          items: [
            { key: "copy", label: t("alert_rules.copy"), onClick: onCopy },
            ...(editable
              ? [{ key: "delete", label: t("alert_rules.delete"), danger: true, onClick: ask }]
              : []),
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined />}
          aria-label={t("alert_rules.more_of", { name })}
        />
      </Dropdown>
    </Space>
  );
}
