import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { inputOf, shapeOf, shownAs } from "./snake-case.ts";

const Contract = mini.object({
  firstName: mini.string().check(mini.trim(), mini.minLength(1, "Say a name.")),
  lastLogin: mini.nullable(mini.string()),
  perWeek: mini._default(mini.number(), 5),
  homePlaces: mini.optional(mini.array(mini.object({ zipCode: mini.string() }))),
  /** Its keys are somebody's data. */
  freeForm: mini.record(mini.string(), mini.unknown()),
});
const dashboards = {
  firstName: "Ada",
  lastLogin: null,
  perWeek: 5,
  homePlaces: [{ zipCode: "1" }],
  freeForm: { keepMe: { asIAm: 1 } },
};
const apis = {
  first_name: "Ada",
  last_login: null,
  per_week: 5,
  home_places: [{ zip_code: "1" }],
  freeForm: undefined,
  free_form: { keepMe: { asIAm: 1 } },
};

describe("one shape in two spellings", () => {
  test("an answer has the API's names, also in lists, and records keep their keys", () => {
    const { freeForm: _, ...expected } = apis;
    expect(shownAs(Contract, dashboards, "person")).toEqual({ object: "person", ...expected });
    expect(shapeOf(Contract, "person").parse({ object: "person", ...expected })).toEqual({
      object: "person",
      ...expected,
    });
  });

  test("a request in the API's names becomes what the dashboard's door is given, with defaults", () => {
    const { freeForm: _, per_week: __, ...sent } = apis;
    expect(inputOf(Contract).parse({ ...sent, first_name: " Ada " })).toEqual(dashboards);
  });

  test("what is wrong is told under the API's names", () => {
    const parsed = inputOf(Contract).safeParse({ first_name: " ", last_login: null, free_form: {} });
    expect(parsed.error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["first_name", "Say a name."],
    ]);
  });

  test("fields nobody knows are left out of answers and requests", () => {
    expect(shownAs(Contract, { ...dashboards, secretHash: "x" } as never)).not.toHaveProperty("secret_hash");
    expect(inputOf(Contract).parse({ ...apis, role_source: "x" })).toEqual(dashboards);
  });

  test("checks over several fields are made", () => {
    const Either = mini
      .object({ oneThing: mini.optional(mini.string()), other: mini.optional(mini.string()) })
      .check(mini.refine((value) => value.oneThing !== undefined || value.other !== undefined, "Say one."));
    expect(inputOf(Either).parse({ one_thing: "x" })).toEqual({ oneThing: "x" });
    expect(inputOf(Either).safeParse({}).error?.issues[0]?.message).toBe("Say one.");
  });

  test("is documented in the API's names", () => {
    const { properties } = z.toJSONSchema(inputOf(Contract), { io: "input" });
    expect(Object.keys(properties ?? {})).toEqual(["first_name", "last_login", "per_week", "home_places", "free_form"]);
  });
});
