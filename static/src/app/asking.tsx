import { App } from "antd";
import { Outlet } from "react-router";

/** What screens ask in dialogs, and what they say when something is done. */
export default function Asking() {
  return (
    <App component={false}>
      <Outlet />
    </App>
  );
}
