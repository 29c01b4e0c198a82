import { MoreOutlined, SendOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Space } from "antd";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { type Channel, useDeleteChannel, useTestChannel } from "./channel-queries";
import styles from "./rules.module.css";

interface Props {
  channel: Channel;
  onChange: () => void;
  onDeliveries: () => void;
}

/** Try it, change it, see what was sent, delete it; deleting asks. */
export function ChannelActs({ channel: { id, name }, onChange, onDeliveries }: Props) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const remove = useDeleteChannel();
  const { tryIt, isPending } = useTrial(id);

  function ask() {
    modal.confirm({
      title: t("channels.delete_of", { name }),
      content: t("channels.delete_help"),
      okText: t("channels.delete"),
      okButtonProps: { danger: true },
      cancelText: t("channels.keep"),
      onOk: () =>
        remove.mutateAsync(id).then(
          () => void message.success(t("channels.deleted", { name })),
          (error: unknown) => void message.error(sentenceOf(error)),
        ),
    });
  }

  return (
    <Space size="small">
      <Button
        size="small"
        icon={<SendOutlined />}
        loading={isPending}
        aria-label={t("channels.test_of", { name })}
        onClick={tryIt}
      >
        {t("channels.test")}
      </Button>
      <Button size="small" aria-label={t("channels.edit_of", { name })} onClick={onChange}>
        {t("channels.edit")}
      </Button>
      <Dropdown
        trigger={["click"]}
        placement="bottomRight"
        menu={{
          items: [
            { key: "deliveries", label: t("channels.deliveries"), onClick: onDeliveries },
            { key: "delete", label: t("channels.delete"), danger: true, onClick: ask },
          ],
        }}
      >
        <Button
          size="small"
          type="text"
          icon={<MoreOutlined />}
          aria-label={t("channels.more_of", { name })}
        />
      </Dropdown>
    </Space>
  );
}

/** Sends a message of trial, and shows what the other side said to it. */
function useTrial(id: string) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const test = useTestChannel();

  function tryIt() {
    test.mutate(id, {
      onSuccess: ({ sent, answer }) => {
        const show = sent ? modal.success : modal.error;
        show({
          title: t(sent ? "channels.test_sent" : "channels.test_failed"),
          okText: t("channels.close"),
          content: (
            <>
              <p className={styles.note}>{t("channels.test_answer")}</p>
              <pre className={styles.answer}>{answer || t("channels.test_silent")}</pre>
            </>
          ),
        });
      },
      onError: (error) => void message.error(sentenceOf(error)),
    });
  }

  return { tryIt, isPending: test.isPending };
}
