import { CopyOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { App, Button, Empty, Space, Table, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { OwnBoardListed } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./own-boards.module.css";
import { useDeleteBoard, useOwnBoards } from "./queries";

/** Boards that one composed, and those that others share. */
export default function OwnBoardsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const boards = useOwnBoards(params.get("cursor"));
  const columns = useColumns();
  const create = (
    <Link to="/boards/own/new">
      <Button type="primary" icon={<PlusOutlined />}>
        {t("own_boards.create")}
      </Button>
    </Link>
  );
  return (
    <div className={styles.page}>
      <title>{`${t("nav.own_boards")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.own_boards")}</h1>
        <span className={styles.note}>{t("own_boards.note")}</span>
        {create}
      </header>
      {boards.isError && <ProblemPanel error={boards.error} onRetry={boards.refetch} />}
      {boards.isPending && <Placeholder height={240} />}
      {boards.data && (
        <>
          <Table
            size="middle"
            rowKey="id"
            columns={columns}
            dataSource={boards.data.items}
            pagination={false}
            scroll={{ x: 880 }}
            locale={{
              emptyText: (
                <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("own_boards.none")}>
                  {create}
                </Empty>
              ),
            }}
          />
          <Pager
            next={boards.data.next ?? null}
            label={t("nav.own_boards")}
            shown={t("own_boards.count", { count: boards.data.items.length })}
          />
        </>
      )}
    </div>
  );
}

function useColumns(): TableColumnsType<OwnBoardListed> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("own_boards.name"),
      render: (_, { id, name, tiles }) => (
        <>
          <Link to={`/boards/own/${id}`}>{name}</Link>
          <div className={styles.note}>{t("own_boards.tiles_count", { count: tiles })}</div>
        </>
      ),
    },
    { title: t("own_boards.unit"), dataIndex: "unit_name" },
    {
      title: t("own_boards.owner"),
      render: (_, { is_own, owner_name, shared_with }) =>
        is_own ? (
          <Space size={8}>
            {t("own_boards.mine")}
            {shared_with.length > 0 && (
              <Tag>{t("own_boards.shared_count", { count: shared_with.length })}</Tag>
            )}
          </Space>
        ) : (
          owner_name
        ),
    },
    { title: t("own_boards.changed"), render: (_, board) => format.dateTime(board.updated_at) },
    { key: "acts", width: 132, render: (_, board) => <Acts board={board} /> },
  ];
}

function Acts({ board }: { board: OwnBoardListed }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const go = useNavigate();
  const remove = useDeleteBoard();
  const { id, name } = board;

  function askToDelete() {
    modal.confirm({
      title: t("own_boards.delete_title", { name }),
      content: t("own_boards.delete_help"),
      okText: t("own_boards.delete"),
      okButtonProps: { danger: true },
      cancelText: t("own_boards.cancel"),
      onOk: () => remove.mutateAsync(id),
    });
  }

  return (
    <Space size={4}>
      {board.is_own && (
        <Button
          size="small"
          icon={<EditOutlined />}
          aria-label={t("own_boards.edit_of", { name })}
          title={t("own_boards.edit_of", { name })}
          onClick={() => go(`/boards/own/${id}/edit`)}
        />
      )}
      <Button
        size="small"
        icon={<CopyOutlined />}
        aria-label={t("own_boards.copy_of", { name })}
        title={t("own_boards.copy_of", { name })}
        onClick={() => go(`/boards/own/new?${new URLSearchParams({ from: id })}`)}
      />
      {board.may_delete && (
        <Button
          size="small"
          danger
          icon={<DeleteOutlined />}
          aria-label={t("own_boards.delete_of", { name })}
          title={t("own_boards.delete_of", { name })}
          onClick={askToDelete}
        />
      )}
    </Space>
  );
}
