import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { CodeForm } from "../../components/code-form";
import { RecoveryCodes } from "../../components/recovery-codes";
import { api, ask } from "../../lib/api";
import { useRefresh } from "./queries";
import styles from "./security.module.css";

interface Props {
  act: "renew" | "remove";
  onDone: () => void;
}

/** What weakens or replaces a second factor needs it once more. */
export function ConfirmByCode({ act, onDone }: Props) {
  const { t } = useTranslation();
  const refresh = useRefresh();
  const renew = useMutation({
    mutationFn: (code: string) => ask(api.POST("/api/v1/me/recovery_codes", { body: { code } })),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (code: string) =>
      ask(api.POST("/api/v1/me/second_factor/remove", { body: { code } })),
    onSuccess: async () => {
      await refresh();
      onDone();
    },
  });
  const doing = act === "renew" ? renew : remove;
  if (renew.data) return <RecoveryCodes codes={renew.data.recovery_codes} onSaved={onDone} />;
  return (
    <>
      <p className={styles.note}>{t(`security.${act}_help`)}</p>
      <CodeForm
        submit={t(`security.${act}`)}
        pending={doing.isPending}
        error={doing.error}
        recovery={false}
        onCode={doing.mutate}
      />
    </>
  );
}
