import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/app";
import { startI18n } from "./app/i18n";
import { prepare } from "./app/screens";
import "./app/theme.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

prepare(window.location.pathname);
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
