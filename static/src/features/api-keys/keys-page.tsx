import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { type Doing, useKeyColumns } from "./columns";
import { EditKey } from "./edit-key";
import styles from "./keys.module.css";
import { useKeys } from "./queries";
import { RevokeKey } from "./revoke-key";
import { RotateKey } from "./rotate-key";

/** Keys of dialers and directories. */
export default function KeysPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const keys = useKeys(params.get("cursor"));
  const [doing, setDoing] = useState<Doing | null>(null);
  const columns = useKeyColumns(setDoing);
  const close = () => setDoing(null);
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setDoing({ act: "create" })}>
      {t("api_keys.create")}
    </Button>
  );
  return (
    <div className={styles.page}>
      <title>{`${t("api_keys.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("api_keys.title")}</h1>
        <span className={styles.note}>{t("api_keys.note")}</span>
        {create}
      </header>
      {keys.isError && <ProblemPanel error={keys.error} onRetry={keys.refetch} />}
      {keys.isPending && <Placeholder height={320} />}
      {keys.data && (
        <>
          <Table
            size="middle"
            rowKey="id"
            columns={columns}
            dataSource={keys.data.items}
            pagination={false}
            scroll={{ x: 1024 }}
            locale={{ emptyText: <Empty description={t("api_keys.none")}>{create}</Empty> }}
          />
          <Pager
            next={keys.data.next ?? null}
            label={t("api_keys.title")}
            shown={t("api_keys.count", { count: keys.data.items.length })}
          />
        </>
      )}
      {doing?.act === "create" && <EditKey apiKey={null} onClose={close} />}
      {doing?.act === "edit" && <EditKey apiKey={doing.apiKey} onClose={close} />}
      {doing?.act === "rotate" && <RotateKey apiKey={doing.apiKey} onClose={close} />}
      {doing?.act === "revoke" && <RevokeKey apiKey={doing.apiKey} onClose={close} />}
    </div>
  );
}
