"use client";

import { Toast } from "@base-ui/react/toast";
import X from "lucide-react/icons/x";

const manager = Toast.createToastManager();

/** Says briefly that something is done. Failures stay where they happened instead. */
export const showToast = (title: string, description?: string) => manager.add({ title, description });

/** Where toasts appear: in the room that every page leaves at its end, so that none covers a control for good. */
export const ToastLayer = () => (
  <Toast.Provider toastManager={manager} timeout={5_000} limit={1}>
    <Toast.Portal>
      <Toast.Viewport className="fixed inset-x-0 bottom-3 z-60 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] flex-col gap-2">
        <ToastList />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
);

function ToastList() {
  const { toasts } = Toast.useToastManager();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className="rounded-lg border border-line bg-raised shadow-popup transition duration-150 ease-out data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-2 py-1 ps-4 pe-1">
        <div className="flex min-w-0 flex-1 flex-wrap gap-x-2 py-1 text-sm">
          <Toast.Title render={<p />} className="font-medium" />
          <Toast.Description className="text-muted" />
        </div>
        <Toast.Close
          aria-label="Dismiss"
          className="flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-4" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
