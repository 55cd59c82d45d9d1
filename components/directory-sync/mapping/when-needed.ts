/** What the editors of mapping and roles show only at times: none of it is loaded with the page. */
import dynamic from "next/dynamic";

export const ApplyRun = dynamic(() => import("./apply-run.tsx").then((file) => file.ApplyRun));
export const ConflictNotice = dynamic(() => import("./conflict-notice.tsx").then((file) => file.ConflictNotice));
export const DryRun = dynamic(() => import("./dry-run.tsx").then((file) => file.DryRun));
export const SaveDialog = dynamic(() => import("./save-dialog.tsx").then((file) => file.SaveDialog));
