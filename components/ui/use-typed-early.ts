import { type RefObject, useEffect, useEffectEvent } from "react";

/**
 * What was typed into the server's page before React took the field over: React keeps it on screen and forgets it with the
 * next rendering, unless the field's owner learns of it.
 */
export function useTypedEarly(
  field: RefObject<HTMLInputElement | null>,
  value: unknown,
  tell: (field: HTMLInputElement) => void,
): void {
  const look = useEffectEvent(() => {
    if (field.current && typeof value === "string" && field.current.value !== value) tell(field.current);
  });
  useEffect(() => look(), []);
}
