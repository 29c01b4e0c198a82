import { createBrowserRouter, type RouteObject } from "react-router";

import { Home } from "./home";
import { NotFound } from "./not-found";
import { RequireSession } from "./require-session";
import { RouteProblem } from "./route-problem";
import { Shell } from "./shell/shell";

const screens: RouteObject[] = [
  { index: true, Component: Home },
  {
    path: "boards/:unitId?",
    lazy: async () => ({ Component: (await import("../features/board/board-page")).BoardPage }),
  },
  {
    path: "calls",
    lazy: async () => ({ Component: (await import("../features/calls/calls-page")).CallsPage }),
  },
  {
    path: "calls/:callId",
    lazy: async () => ({ Component: (await import("../features/call/call-page")).CallPage }),
  },
  { path: "*", Component: NotFound },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: RouteProblem,
    HydrateFallback: () => null,
    children: [
      {
        path: "/sign-in",
        lazy: async () => ({
          Component: (await import("../features/sign-in/sign-in-page")).SignInPage,
        }),
      },
      {
        Component: RequireSession,
        children: [
          { Component: Shell, children: [{ ErrorBoundary: RouteProblem, children: screens }] },
        ],
      },
    ],
  },
]);
