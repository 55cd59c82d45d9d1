"use client";

import UserRound from "lucide-react/icons/user-round";
import UserRoundCog from "lucide-react/icons/user-round-cog";
import { Badge } from "#components/ui/status.tsx";
import type { Guide, Step } from "#lib/setup/guide.ts";
import { IDP_NAMES } from "#lib/setup/values.ts";
import { LivePanel } from "./live-panel.tsx";
import { MarkedText } from "./marked-text.tsx";
import { MenuPath } from "./menu-path.tsx";
import { Note } from "./note.tsx";
import { DrawnForm } from "./picture.tsx";
import { useSetup } from "./setup-api.ts";
import { TokenField } from "./token-field.tsx";

/** One step of a guide: who, where, what, the form drawn, what to mind, and what has arrived. */
export const StepView = ({ guide, step }: { guide: Guide; step: Step }) => (
  <div className="flex min-w-0 flex-col gap-4">
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <WhoDoes step={step} />
      {step.path && <MenuPath path={step.path} />}
    </div>
    <ol className="flex list-decimal flex-col gap-1.5 ps-5 text-base text-pretty text-muted marker:text-faint">
      {step.todo.map((todo) => (
        <li key={todo} className="ps-1">
          <MarkedText text={todo} />
        </li>
      ))}
    </ol>
    <LivePanel step={step} />
    {step.picture && <DrawnForm picture={step.picture} token={<TokenField days={guide.tokenDays} />} />}
    {step.notes?.map((note) => (
      <Note key={note.text} tone={note.tone}>
        {note.text}
      </Note>
    ))}
  </div>
);

function WhoDoes({ step }: { step: Step }) {
  const { state } = useSetup();
  const idp = IDP_NAMES[state.directory.provider];
  const isYou = step.who === "you";
  const Icon = isYou ? UserRound : UserRoundCog;
  return (
    <Badge className="gap-1.5 py-0.5">
      <Icon aria-hidden className="size-3.5" />
      {isYou ? "You" : idp === "Your IdP" ? "Your IdP admin" : `Your ${idp} admin`}
    </Badge>
  );
}
