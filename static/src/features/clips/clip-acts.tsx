import { App, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PeopleSelect } from "../../components/clips/people-select";
import { type Clip, useChangeClip, useRemoveClip } from "../../components/clips/queries";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";

/** Say who may listen; take the clip away. */
export function ClipActs({ clip }: { clip: Clip }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const [sharing, setSharing] = useState(false);
  const remove = useRemoveClip(clip.id);

  function ask() {
    modal.confirm({
      title: t("clips.remove_title", { title: clip.title }),
      content: t("clips.remove_help"),
      okText: t("clips.remove_confirm"),
      okButtonProps: { danger: true },
      cancelText: t("clips.remove_keep"),
      onOk: () =>
        remove
          .mutateAsync()
          .then(() => void message.success(t("clips.removed")))
          .catch((error: unknown) => void message.error(sentenceOf(error))),
    });
  }

  return (
    <>
      <Button size="small" onClick={() => setSharing(true)}>
        {t("clips.share")}
      </Button>
      <Button size="small" type="text" danger onClick={ask}>
        {t("clips.remove")}
      </Button>
      {sharing && <ShareDialog clip={clip} onClose={() => setSharing(false)} />}
    </>
  );
}

function ShareDialog({ clip, onClose }: { clip: Clip; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChangeClip(clip.id);
  const [ids, setIds] = useState(clip.shared_with.map(({ id }) => id));
  return (
    <Modal
      open
      title={t("clips.share_title", { title: clip.title })}
      okText={t("clips.share_save")}
      cancelText={t("clips.cancel")}
      confirmLoading={change.isPending}
      onCancel={onClose}
      onOk={() =>
        change.mutate(
          { share_with: ids },
          {
            onSuccess: () => {
              message.success(t("clips.shared"));
              onClose();
            },
          },
        )
      }
    >
      {change.error && <ProblemPanel error={change.error} inline />}
      <PeopleSelect value={ids} onChange={setIds} known={clip.shared_with} />
      <p>{t(`clips.kind_help.${clip.kind}`)}</p>
    </Modal>
  );
}
