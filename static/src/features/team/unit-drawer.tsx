import { Button, Drawer, Form, Input, Popconfirm, Select, Space } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Unit } from "../../lib/api";
import { isZoneFound, zoneOptions } from "../../lib/zones";
import { History } from "./history";
import { type UnitWish, useAddUnit, useArchiveUnit, useChangeUnit } from "./queries";
import styles from "./team.module.css";
import { UnitSelect } from "./unit-select";
import { useSubmit } from "./use-submit";

const KINDS = ["region", "department", "team"] as const;
const FIELDS = ["name", "kind", "parent_id", "timezone"] as const;

interface Props {
  /** Null for a new one. */
  unit: Unit | null;
  units: readonly Unit[];
  onClose: () => void;
}

/** One unit: what it is called, where it stands, and what became of it. */
export function UnitDrawer({ unit, units, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<UnitWish>();
  const add = useAddUnit();
  const change = useChangeUnit(unit?.id ?? "");
  const { submit, refused } = useSubmit(form, FIELDS);
  const isCompany = unit?.parent_id === null;
  const root = units.find(({ parent_id }) => parent_id === null);

  function save(wish: UnitWish) {
    if (!unit) return submit(() => add.mutateAsync(wish), onClose);
    const { kind: _kind, parent_id: _parent, ...own } = wish;
    return submit(() => change.mutateAsync(isCompany ? own : wish), onClose);
  }

  return (
    <Drawer
      open
      size={480}
      title={unit ? unit.name : t("team.add_unit")}
      onClose={onClose}
      footer={
        <Space>
          <Button
            type="primary"
            loading={add.isPending || change.isPending}
            disabled={Boolean(unit?.archived_at)}
            onClick={form.submit}
          >
            {t("team.save")}
          </Button>
          <Button onClick={onClose}>{t("team.cancel")}</Button>
          {unit && !isCompany && <Archive unit={unit} onDone={onClose} />}
        </Space>
      }
    >
      {refused && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        disabled={Boolean(unit?.archived_at)}
        initialValues={unit ?? { kind: "team", parent_id: root?.id }}
        onFinish={save}
      >
        <Form.Item
          name="name"
          label={t("team.name")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        {!isCompany && (
          <>
            <Form.Item name="kind" label={t("team.kind")} rules={[{ required: true }]}>
              <Select
                options={KINDS.map((value) => ({ value, label: t(`team.kinds.${value}`) }))}
              />
            </Form.Item>
            <Form.Item
              name="parent_id"
              label={t("team.parent")}
              extra={unit && t("team.move_help")}
              rules={[{ required: true, message: t("team.needed") }]}
            >
              <UnitSelect units={units} without={unit?.id} />
            </Form.Item>
          </>
        )}
        <Form.Item name="timezone" label={t("team.timezone")} extra={t("team.timezone_help")}>
          <Select
            allowClear={!unit}
            placeholder={t("team.timezone_inherit")}
            options={zoneOptions(Date.now())}
            showSearch={{ filterOption: isZoneFound }}
          />
        </Form.Item>
      </Form>
      {unit && (
        <section className={styles.part}>
          <h3>{t("team.history")}</h3>
          <History subject={`unit:${unit.id}`} />
        </section>
      )}
    </Drawer>
  );
}

function Archive({ unit, onDone }: { unit: Unit; onDone: () => void }) {
  const { t } = useTranslation();
  const archive = useArchiveUnit(unit.id);
  const change = useChangeUnit(unit.id);
  if (unit.archived_at)
    return (
      <Button
        loading={change.isPending}
        onClick={() => change.mutate({ archived: false }, { onSuccess: onDone })}
      >
        {t("team.restore")}
      </Button>
    );
  return (
    <>
      <Popconfirm
        title={t("team.archive_ask", { name: unit.name })}
        description={t("team.archive_unit_help")}
        okText={t("team.archive")}
        cancelText={t("team.keep")}
        onConfirm={() => archive.mutate(undefined, { onSuccess: onDone })}
      >
        <Button danger loading={archive.isPending}>
          {t("team.archive")}
        </Button>
      </Popconfirm>
      {archive.error && <ProblemPanel error={archive.error} inline />}
    </>
  );
}
