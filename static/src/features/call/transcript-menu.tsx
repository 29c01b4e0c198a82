import {
  CheckOutlined,
  CopyOutlined,
  DiffOutlined,
  EllipsisOutlined,
  RedoOutlined,
  SwapOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CallDetail, Transcript, TranscriptSummary } from "../../lib/api";
import { readPreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { HearAgainDialog } from "./hear-again-dialog";
import { asText } from "./transcript-text";
import type { ChosenAndChange } from "./use-chosen";

const SHOWN_MS = 2000;

interface Props {
  call: CallDetail;
  versions: readonly TranscriptSummary[];
  transcript: Transcript;
  chosen: ChosenAndChange;
  onSwap: () => void;
}

/** What can be done with a transcript. */
export function TranscriptMenu({ call, versions, transcript, chosen, onSwap }: Props) {
  const { t } = useTranslation();
  const mayCorrect = useCan("transcripts:correct");
  const [copied, setCopied] = useState(false);
  const [hearing, setHearing] = useState(false);
  const other = otherThan(versions, transcript.id);
  const noSwap = whyNoSwap();
  const isHearing = call.recording?.state === "transcribing";

  const correcting: MenuProps["items"] = [
    { type: "divider" },
    {
      key: "swap",
      icon: <SwapOutlined />,
      label: t("swap.action"),
      extra: noSwap,
      disabled: noSwap !== undefined,
      onClick: onSwap,
    },
    {
      key: "again",
      icon: <RedoOutlined />,
      label: t("again.action"),
      extra: isHearing ? t("words.recording_state.transcribing") : undefined,
      disabled: isHearing,
      onClick: () => setHearing(true),
    },
  ];
  const items: MenuProps["items"] = [
    { key: "copy", icon: <CopyOutlined />, label: t("versions.copy"), onClick: copy },
    {
      key: "compare",
      icon: <DiffOutlined />,
      label: t("compare.action"),
      disabled: !other,
      onClick: () => chosen.change({ compare: other ?? null }),
    },
    ...(mayCorrect ? correcting : []),
  ];

  return (
    <>
      <Dropdown trigger={["click"]} placement="bottomRight" menu={{ items }}>
        <Button
          type="text"
          size="small"
          icon={copied ? <CheckOutlined /> : <EllipsisOutlined />}
          aria-label={copied ? t("action.copied") : t("versions.more")}
          title={t("versions.more")}
        />
      </Dropdown>
      {hearing && call.recording && (
        <HearAgainDialog recording={call.recording} onClose={() => setHearing(false)} />
      )}
    </>
  );

  function whyNoSwap(): string | undefined {
    if (transcript.utterances.every(({ channel }) => channel === "mixed"))
      return t("swap.only_two");
    return transcript.id === versions[0]?.id ? undefined : t("swap.only_latest");
  }

  async function copy() {
    const { written_numbers } = readPreferences();
    const text = asText(transcript.utterances, written_numbers, (channel) =>
      t(`call.speaker_${channel}`),
    );
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  }
}

/** The version before, or for the first one the one after. */
function otherThan(versions: readonly TranscriptSummary[], id: string): string | undefined {
  const place = versions.findIndex((one) => one.id === id);
  return (versions[place + 1] ?? versions[place - 1])?.id;
}
