import CircleCheck from "lucide-react/icons/circle-check";
import CircleMinus from "lucide-react/icons/circle-minus";
import { Status } from "#components/ui/status.tsx";

/** Whether a person may come in, as icon, word and colour. */
export const PersonStatus = ({ active }: { active: boolean }) =>
  active ? (
    <Status icon={CircleCheck} tone="good">
      Active
    </Status>
  ) : (
    <Status icon={CircleMinus}>Inactive</Status>
  );
