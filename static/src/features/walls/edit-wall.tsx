import { Button, DatePicker, Drawer, Form, Input, Radio, Select, Switch } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Wall, WallIn, WallToken, WallView } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { useSession } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { useChangeWall, useChoices, useCreateWall } from "./queries";
import { ViewsField } from "./views-field";

type Fields = Omit<WallIn, "expires_at"> & { expires_at: Dayjs | null };

interface Props {
  /** Null makes a new one. */
  wall: Wall | null;
  onMade: (made: WallToken) => void;
  onClose: () => void;
}

const FIRST_VIEWS: WallView[] = [
  { kind: "built_in", view: "agents", seconds: 30 },
  { kind: "built_in", view: "day", seconds: 30 },
];

/** What a wall shows, in which language, how agents are called, until when. */
export function EditWall({ wall, onMade, onClose }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { unit_id } = useSession();
  const { units, boards } = useChoices();
  const create = useCreateWall();
  const change = useChangeWall(wall?.id ?? "");
  const saving = wall ? change : create;
  const placed = unitTree(units, language).map(({ id, name, depth }) => ({
    value: id,
    label: `${"  ".repeat(depth)}${name}`,
  }));

  function save({ expires_at, ...fields }: Fields) {
    const body = {
      ...fields,
      name: fields.name.trim(),
      expires_at: expires_at?.toISOString() ?? null,
    };
    if (wall) change.mutate(body, { onSuccess: onClose });
    else create.mutate(body, { onSuccess: onMade });
  }

  const title = wall ? t("walls.edit_of", { name: wall.name }) : t("walls.create");
  const required = [{ required: true, message: t("walls.required") }];
  return (
    <Drawer open title={title} size={480} onClose={onClose} mask={{ closable: false }}>
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={wall ? fieldsOf(wall) : firstFields(unit_id, language)}
        onFinish={save}
      >
        <Form.Item
          name="name"
          label={t("walls.name")}
          rules={[{ required: true, whitespace: true, message: t("walls.required") }]}
        >
          <Input autoFocus maxLength={120} placeholder={t("walls.name_hint")} />
        </Form.Item>
        <Form.Item
          name="unit_id"
          label={t("walls.unit")}
          extra={t("walls.unit_help")}
          rules={required}
        >
          <Select options={placed} showSearch={{ optionFilterProp: "label" }} />
        </Form.Item>
        <Form.Item
          name="views"
          label={t("walls.views")}
          rules={[{ required: true, type: "array", min: 1, message: t("walls.views_needed") }]}
        >
          <ViewsField boards={boards} />
        </Form.Item>
        <Form.Item name="language" label={t("walls.language")}>
          <Radio.Group
            optionType="button"
            options={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
        </Form.Item>
        <Form.Item name="theme" label={t("walls.theme")}>
          <Radio.Group
            optionType="button"
            options={(["dark", "light"] as const).map((value) => ({
              value,
              label: t(`walls.themes.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="names" label={t("walls.names")} extra={t("walls.names_help")}>
          <Radio.Group
            optionType="button"
            options={(["full", "initials"] as const).map((value) => ({
              value,
              label: t(`walls.names_as.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item name="celebrate" label={t("walls.celebrate")} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item
          name="sound"
          label={t("walls.sound")}
          extra={t("walls.sound_help")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="expires_at" label={t("walls.expires")}>
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            minDate={dayjs()}
            placeholder={t("walls.never")}
            style={{ width: "100%" }}
          />
        </Form.Item>
        {saving.error && <ProblemPanel error={saving.error} inline />}
        <Button type="primary" htmlType="submit" block loading={saving.isPending}>
          {wall ? t("walls.save") : t("walls.create")}
        </Button>
      </Form>
    </Drawer>
  );
}

function firstFields(unit_id: string, language: WallIn["language"]): Partial<Fields> {
  return {
    unit_id,
    views: FIRST_VIEWS,
    language,
    theme: "dark",
    names: "full",
    celebrate: true,
    sound: false,
    expires_at: null,
  };
}

function fieldsOf(wall: Wall): Fields {
  const { name, unit_id, views, language, theme, names, celebrate, sound, expires_at } = wall;
  const until = expires_at ? dayjs(expires_at) : null;
  return { name, unit_id, views, language, theme, names, celebrate, sound, expires_at: until };
}
