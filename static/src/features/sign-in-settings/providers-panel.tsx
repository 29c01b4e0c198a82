import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Empty, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { IdentityProvider } from "../../lib/api";
import { ProviderDrawer } from "./provider-drawer";
import { useDeleteProvider, useProviders, useTestProvider } from "./queries";
import styles from "./ways.module.css";

export function ProvidersPanel() {
  const { t } = useTranslation();
  const providers = useProviders();
  const [edited, setEdited] = useState<IdentityProvider | "new" | null>(null);
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("ways.add")}
    </Button>
  );
  return (
    <section className={styles.panel}>
      <header className={styles.head}>
        <h2>{t("ways.providers")}</h2>
        {providers.data && providers.data.items.length > 0 && add}
      </header>
      {providers.isPending && <Placeholder height={96} />}
      {providers.isError && (
        <ProblemPanel error={providers.error} inline onRetry={providers.refetch} />
      )}
      {providers.data?.items.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("ways.providers_none")}>
          {add}
        </Empty>
      )}
      {providers.data?.items.map((provider) => (
        <Provider key={provider.id} provider={provider} onEdit={() => setEdited(provider)} />
      ))}
      {edited && (
        <ProviderDrawer
          provider={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}

interface Props {
  provider: IdentityProvider;
  onEdit: () => void;
}

function Provider({ provider, onEdit }: Props) {
  const { t } = useTranslation();
  const { name, issuer, redirect_uri, active } = provider;
  const test = useTestProvider(provider.id);
  const remove = useDeleteProvider(provider.id);
  return (
    <article className={styles.provider}>
      <div className={styles.head}>
        <div>
          <strong>{name}</strong>{" "}
          <Tag color={active ? "success" : "default"}>
            {t(active ? "ways.active" : "ways.inactive")}
          </Tag>
          <div className={styles.note}>{issuer}</div>
        </div>
        <div className={styles.actions}>
          <Button size="small" loading={test.isPending} onClick={() => test.mutate()}>
            {t("ways.test")}
          </Button>
          <Button size="small" aria-label={t("ways.edit_of", { name })} onClick={onEdit}>
            {t("ways.edit")}
          </Button>
          <Popconfirm
            title={t("ways.delete_title", { name })}
            description={t("ways.delete_help")}
            okText={t("ways.delete")}
            okButtonProps={{ danger: true }}
            cancelText={t("ways.cancel")}
            onConfirm={() => remove.mutate()}
          >
            <Button size="small" danger loading={remove.isPending}>
              {t("ways.delete")}
            </Button>
          </Popconfirm>
        </div>
      </div>
      <p className={styles.note}>
        {t("ways.redirect")} <code>{redirect_uri}</code>
        <CopyButton text={redirect_uri} label={t("ways.copy_redirect")} />
      </p>
      {test.data && (
        <Alert
          type="success"
          showIcon
          title={t("ways.test_good", { name, issuer: test.data.issuer })}
        />
      )}
      {test.isError && <ProblemPanel error={test.error} inline />}
      {remove.isError && <ProblemPanel error={remove.error} inline />}
    </article>
  );
}
