import { App, type FormInstance } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useProblemSentence } from "../../components/problem-panel";
import { asProblem, isOfField } from "../../lib/problem";
import { addressOf, type ChannelDraft, settingsOf } from "./channel-draft";
import { type Channel, useAddChannel, useChangeChannel } from "./channel-queries";

const FIELDS = [
  "name",
  "url",
  "secret",
  "host",
  "port",
  "user",
  "password",
  "sender",
  "to",
  "per_minute",
  "digest_s",
] as const;

/** Stores a channel; what the server refuses stands at its field, or is returned as `refused`. */
export function useSaveChannel(
  channel: Channel | null,
  form: FormInstance<ChannelDraft>,
  addressed: boolean,
  onSaved: () => void,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const add = useAddChannel();
  const change = useChangeChannel();
  const [refused, setRefused] = useState<unknown>(null);

  async function send(draft: ChannelDraft) {
    const wish = settingsOf(draft);
    const address = addressOf(draft);
    if (!channel) return add.mutateAsync({ ...wish, address, active: true });
    const { id: channel_id, revision } = channel;
    return change.mutateAsync({ ...wish, channel_id, revision, ...(addressed && { address }) });
  }

  function refuse(error: unknown, draft: ChannelDraft) {
    // Of several addressees the place of the wrong one follows the field's name.
    const named = asProblem(error).field?.replace(/\.\d+$/, "");
    const field = FIELDS.find((one) => isOfField(error, one) || named?.endsWith(`.${one}`));
    if (!field) return setRefused(error);
    const kind = t(`channels.kinds.${draft.kind}`);
    const told = field === "url" ? t("channels.url_wrong", { kind }) : sentenceOf(error);
    form.setFields([{ name: field, errors: [told] }]);
  }

  async function save(draft: ChannelDraft) {
    setRefused(null);
    try {
      await send(draft);
      void message.success(t("channels.saved"));
      onSaved();
    } catch (error) {
      refuse(error, draft);
    }
  }

  return { save, refused, isPending: add.isPending || change.isPending };
}
