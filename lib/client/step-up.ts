/** Proving one's password again, when the server asks for it, and then going on with what was asked. */

type Ask = () => Promise<boolean>;

let ask: Ask | undefined;

/** Mounted once per page: shows the dialog. @returns how to unmount it */
export function provideStepUp(dialog: Ask): () => void {
  ask = dialog;
  return () => {
    if (ask === dialog) ask = undefined;
  };
}

let asking: Promise<boolean> | undefined;

/** @returns whether the password was confirmed. Whoever asks meanwhile gets the same answer. */
export function stepUp(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined;
  });
  return asking;
}
