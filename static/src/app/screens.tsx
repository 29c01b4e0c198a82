import { lazy } from "react";
import { BrowserRouter, Route, Routes } from "react-router";

import { whenIdle } from "../lib/idle";
import { later } from "./later";
import { queryClient } from "./query-client";
import { askSession, RequireSession } from "./require-session";

const inside = () => import("./inside");
const asking = () => import("./asking");
const boardPage = () => import("../features/board/board-page");

const SignInPage = lazy(() => import("../features/sign-in/sign-in-page"));
const WallPage = later(() => import("../features/wall/wall-page"));
const Inside = lazy(inside);

const SIGN_IN = /^\/sign-in\/?$/;
const WALL = /^\/wall\/?$/;
const BOARD = /^\/boards(\/[0-9a-f-]{36})?\/?$/;

/** Lets code come while it is found out who asks, or while somebody types a password. */
export function prepare(pathname: string): void {
  if (WALL.test(pathname)) return;
  if (SIGN_IN.test(pathname)) {
    whenIdle(() => bring(inside, asking));
    return;
  }
  bring(inside);
  if (BOARD.test(pathname)) {
    askSession(queryClient);
    bring(boardPage);
    whenIdle(() => bring(asking));
  } else bring(asking);
}

/** Who waits for a page hears when it does not come. */
function bring(...pages: (() => Promise<unknown>)[]): void {
  for (const page of pages) void page().catch(() => undefined);
}

/** What is seen without being signed in, and what is not; each screen's code comes when wanted. */
export function Screens() {
  return (
    <BrowserRouter>
      <Routes>
        <Route path="/sign-in" element={<SignInPage />} />
        <Route path="/wall" element={<WallPage />} />
        <Route element={<RequireSession />}>
          <Route path="*" element={<Inside />} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
