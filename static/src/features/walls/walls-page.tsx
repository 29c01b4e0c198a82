import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Modal, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Wall, WallToken } from "../../lib/api";
import { useWallColumns } from "./columns";
import { EditWall } from "./edit-wall";
import { LinkShown } from "./link-shown";
import { useWalls } from "./queries";
import styles from "./walls.module.css";

/** Links that hang boards on walls. */
export default function WallsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const walls = useWalls(params.get("cursor"));
  const [edited, setEdited] = useState<Wall | "new" | null>(null);
  const [made, setMade] = useState<WallToken | null>(null);
  const columns = useWallColumns({ onEdit: setEdited, onToken: setMade });
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")}>
      {t("walls.create")}
    </Button>
  );

  function showToken(wall: WallToken) {
    setEdited(null);
    setMade(wall);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.walls")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.walls")}</h1>
        <span className={styles.note}>{t("walls.note")}</span>
        {create}
      </header>
      {walls.isError && <ProblemPanel error={walls.error} onRetry={walls.refetch} />}
      {walls.isPending && <Placeholder height={240} />}
      {walls.data && (
        <>
          <Table
            size="middle"
            rowKey="id"
            columns={columns}
            dataSource={walls.data.items}
            pagination={false}
            scroll={{ x: 1024 }}
            locale={{
              emptyText: (
                <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("walls.none")}>
                  {create}
                </Empty>
              ),
            }}
          />
          <Pager
            next={walls.data.next ?? null}
            label={t("nav.walls")}
            shown={t("walls.count", { count: walls.data.items.length })}
          />
        </>
      )}
      {edited && (
        <EditWall
          wall={edited === "new" ? null : edited}
          onMade={showToken}
          onClose={() => setEdited(null)}
        />
      )}
      {made && (
        <Modal
          open
          title={t("walls.link_title", { name: made.name })}
          footer={null}
          onCancel={() => setMade(null)}
          mask={{ closable: false }}
        >
          <LinkShown made={made} onDone={() => setMade(null)} />
        </Modal>
      )}
    </div>
  );
}
