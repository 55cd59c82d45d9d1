/**
 * The dashboard's shapes in the API's spelling. One schema says what a thing is: its documentation, what checks a request
 * and what shows an answer all follow from it. Keys of records are data and stay as they are.
 */
import { z } from "zod";

type Schema = z.core.$ZodType;
type Fields = Readonly<Record<string, unknown>>;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const defOf = (schema: Schema) => (schema as z.core.$ZodTypes)._zod.def;
const withDef = (schema: Schema, def: object): Schema => z.core.clone(schema, def as never);

/** The same shape with its fields in snake case. Checks over several fields at once are left out: `inputOf` makes them. */
function renamed(schema: Schema): Schema {
  const def = defOf(schema);
  if (def.type === "object") return withDef(schema, { ...def, shape: renamedFields(def.shape), checks: [] });
  if (def.type === "array") return withDef(schema, { ...def, element: renamed(def.element) });
  if (def.type === "union") return withDef(schema, { ...def, options: def.options.map(renamed) });
  if ("innerType" in def) return withDef(schema, { ...def, innerType: renamed(def.innerType as Schema) });
  return schema;
}

const renamedFields = (shape: Readonly<Record<string, Schema>>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(shape).map(([name, field]) => [snake(name), renamed(field)]));

const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** Gives each field its other name. Fields the schema does not know are left out. */
function rename(schema: Schema, value: unknown, direction: "to" | "from"): unknown {
  const def = defOf(schema);
  if (def.type === "object" && isFields(value)) {
    return Object.fromEntries(
      Object.entries(def.shape).flatMap(([name, field]) => {
        const [was, is] = direction === "to" ? [name, snake(name)] : [snake(name), name];
        return Object.hasOwn(value, was) && value[was] !== undefined
          ? [[is, rename(field, value[was], direction)] as const]
          : [];
      }),
    );
  }
  if (def.type === "array" && Array.isArray(value)) return value.map((item) => rename(def.element, item, direction));
  if (def.type === "union") {
    const fits = direction === "to" ? def.options : def.options.map(renamed);
    const at = fits.findIndex((option) => z.safeParse(option, value).success);
    const option = def.options[at];
    return option ? rename(option, value, direction) : value;
  }
  if ("innerType" in def) return rename(def.innerType as Schema, value, direction);
  return value;
}

/** What a request has to be, in snake case; the door is given what the dashboard's door would be. */
export function inputOf<Contract extends Schema>(contract: Contract): z.ZodType<z.output<Contract>> {
  const asDashboard = z.transform((value: unknown) => rename(contract, value, "from"));
  return z.pipe(renamed(contract), z.pipe(asDashboard, contract)) as unknown as z.ZodType<z.output<Contract>>;
}

/** How an answer is described: the fields in snake case, with `object` naming the kind where there is one. */
export function shapeOf(contract: z.core.$ZodObject, object?: string) {
  const fields = renamedFields(defOf(contract).type === "object" ? contract._zod.def.shape : {});
  return z.object({ ...(object !== undefined && { object: z.literal(object) }), ...fields });
}

/** An answer as `shapeOf` describes it. */
export const shownAs = <Contract extends z.core.$ZodObject>(
  contract: Contract,
  value: z.output<Contract>,
  object?: string,
): object => ({ ...(object !== undefined && { object }), ...(rename(contract, value, "to") as object) });
