-- Two writers who each add one half of a cycle at the same moment: the second waits here until the first has ended, and
-- then sees what it wrote. One lock for each directory, taken only for groups in groups.
CREATE OR REPLACE FUNCTION "directory_subgroup_refuse_cycle"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(''directory_subgroup '' || NEW.directory_id, 0))\x3b
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
