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
    elevated: "#ffffff",
    border: "#cbd3d9",
    lookTint: "#fbf0d9",
    actTint: "#fce8e4",
    goodTint: "#e3f3ea",
    accentTint: "#e7effb",
    onAccent: "#ffffff",
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
    elevated: "#1e252b",
    border: "#3a454f",
    lookTint: "#34270d",
    actTint: "#3c1b16",
    goodTint: "#16301f",
    accentTint: "#1c2d45",
    onAccent: "#0b1220",
  },
} as const satisfies Record<Theme, Record<string, string>>;

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
      colorBgElevated: colors.elevated,
      colorBorder: colors.border,
      colorBorderSecondary: colors.line,
      colorSplit: colors.line,
      colorWarningBg: colors.lookTint,
      colorErrorBg: colors.actTint,
      colorSuccessBg: colors.goodTint,
      colorInfoBg: colors.accentTint,
      borderRadius: 6,
      fontFamily: "var(--font)",
      fontSize: 14,
    },
    components: {
      Button: { primaryColor: colors.onAccent },
      Badge: { colorTextLightSolid: colors.onAccent },
    },
  };
}
