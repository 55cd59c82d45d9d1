-- A group is never, not even through others, a member of itself: whoever walks down a group arrives at an end.
-- Two writers who each add one half of a cycle at the same moment are not seen. Nothing here walks without looking back.
CREATE FUNCTION "directory_subgroup_refuse_cycle"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  IF EXISTS (
    WITH RECURSIVE above(id) AS (
      SELECT NEW.group_id
      UNION
      SELECT s.group_id FROM directory_subgroup s JOIN above a ON s.directory_id = NEW.directory_id AND s.child_group_id = a.id
    )
    SELECT FROM above WHERE id = NEW.child_group_id
  ) THEN
    RAISE EXCEPTION ''a group would become a member of itself'' USING ERRCODE = ''check_violation'',
      CONSTRAINT = ''directory_subgroup_acyclic''\x3b
  END IF\x3b
  RETURN NULL\x3b
END
';

CREATE TRIGGER "directory_subgroup_refuse_cycle" AFTER INSERT ON "directory_subgroup" FOR EACH ROW
  EXECUTE FUNCTION "directory_subgroup_refuse_cycle"();
