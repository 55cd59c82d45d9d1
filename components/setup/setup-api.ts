"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { IssueSetupToken, SetupState, UpdateSetup } from "#lib/contract/setup.ts";

/** The setup at hand and what may be done with it: the same wizard serves the dashboard and the holder of a link. */
export interface SetupApi {
  readonly state: SetupState;
  /** Why nothing may be changed. */
  readonly blocked: string | undefined;
  /** Through a setup link: no way leads to other pages. */
  readonly isVisitor: boolean;
  /** The wizard says below the step when a change failed. */
  readonly update: Pick<
    UseMutationResult<unknown, Error, UpdateSetup>,
    "mutate" | "reset" | "isPending" | "variables" | "error"
  >;
  /** @returns the plaintext, once */
  readonly issueToken: (input: IssueSetupToken) => Promise<string>;
}

const SetupContext = createContext<SetupApi | undefined>(undefined);
export const SetupProvider = SetupContext.Provider;

export function useSetup(): SetupApi {
  const api = useContext(SetupContext);
  if (!api) throw new Error("This component belongs into a SetupProvider.");
  return api;
}
