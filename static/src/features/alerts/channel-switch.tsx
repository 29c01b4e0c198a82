import { App, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { type Channel, useChangeChannel } from "./channel-queries";

/** Switches a channel on or off, and says so. */
export function ChannelSwitch({ channel: { id, name, revision, active } }: { channel: Channel }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const change = useChangeChannel();
  const manages = useCan("alerts:channels");

  function turn(on: boolean) {
    change.mutate(
      { channel_id: id, revision, active: on },
      {
        onSuccess: () => void message.success(t(`channels.${on ? "on" : "off"}`, { name })),
        onError: (error) => void message.error(sentenceOf(error)),
      },
    );
  }

  return (
    <Switch
      size="small"
      aria-label={t("channels.on_of", { name })}
      checked={active}
      disabled={!manages}
      loading={change.isPending}
      onChange={turn}
    />
  );
}
