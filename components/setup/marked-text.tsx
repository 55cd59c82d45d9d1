import { Fragment } from "react";

/** Text of a guide: what stands between two pairs of asterisks is read on the IdP's screen. */
export const MarkedText = ({ text }: { text: string }) =>
  text.split("**").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a constant text never move.
      <strong key={index} className="font-semibold text-ink">
        {part}
      </strong>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <Fragment key={index}>{part}</Fragment>
    ),
  );
