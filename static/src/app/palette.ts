/** The colours of both themes; `theme.css` gives the same ones to our own styles. */
import { type ThemeConfig, theme } from "antd";

import type { Theme } from "../lib/preferences";

const PALETTE = {
  light: {
    canvas: "#f4f6f7",
    surface: "#ffffff",
    ink: "#1a2127",
    muted: "#56636e",
    line: "#dfe4e8",
    accent: "#1f5fbf",
    good: "#17744a",
    look: "#8f5a00",
    act: "#c0301c",
  },
  dark: {
    canvas: "#0f1317",
    surface: "#171d22",
    ink: "#e4e9ed",
    muted: "#9aa7b2",
    line: "#2a333b",
    accent: "#6ba4f8",
    good: "#5cc48f",
    look: "#e0a63f",
    act: "#ff7d69",
  },
} as const satisfies Record<Theme, Record<string, string>>;

const FONT =
  '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

export function antTheme(name: Theme): ThemeConfig {
  const colors = PALETTE[name];
  return {
    algorithm: name === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colors.accent,
      colorInfo: colors.accent,
      colorLink: colors.accent,
      colorSuccess: colors.good,
      colorWarning: colors.look,
      colorError: colors.act,
      colorText: colors.ink,
      colorTextSecondary: colors.muted,
      colorTextDescription: colors.muted,
      colorTextPlaceholder: colors.muted,
      colorBgLayout: colors.canvas,
      colorBgContainer: colors.surface,
      colorBgElevated: name === "dark" ? "#1e252b" : colors.surface,
      colorBorder: name === "dark" ? "#3a454f" : "#cbd3d9",
      colorBorderSecondary: colors.line,
      colorSplit: colors.line,
      borderRadius: 6,
      fontFamily: FONT,
      fontSize: 14,
    },
  };
}
