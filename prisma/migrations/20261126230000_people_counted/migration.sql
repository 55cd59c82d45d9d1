-- CreateTable
CREATE TABLE "people_count" (
    "directory_id" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "people_count_pkey" PRIMARY KEY ("directory_id","slot")
);

-- AddForeignKey
ALTER TABLE "people_count" ADD CONSTRAINT "people_count_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directory"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A row is written again and again, beside its former self.
ALTER TABLE "people_count" SET (fillfactor = 50);

-- Each connection counts in a slot of its own, so that nobody waits for another's row. The semicolons are spelled out: the
-- adapter of the embedded database would take them for the end of the statement.
CREATE FUNCTION "directory_user_count_come"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO people_count (directory_id, slot, people)
  SELECT directory_id, pg_backend_pid() % 1024, count(*) FROM come GROUP BY directory_id ORDER BY directory_id
  ON CONFLICT (directory_id, slot) DO UPDATE SET people = people_count.people + excluded.people\x3b
  RETURN NULL\x3b
END
';

-- Of a directory that is being deleted nothing is counted any more.
CREATE FUNCTION "directory_user_count_gone"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  INSERT INTO people_count (directory_id, slot, people)
  SELECT g.directory_id, pg_backend_pid() % 1024, -count(*) FROM gone g
  WHERE EXISTS (SELECT FROM directory d WHERE d.id = g.directory_id) GROUP BY g.directory_id ORDER BY g.directory_id
  ON CONFLICT (directory_id, slot) DO UPDATE SET people = people_count.people + excluded.people\x3b
  RETURN NULL\x3b
END
';

-- In one statement, so that nobody comes or goes between being counted here and being counted by the triggers.
DO E'
BEGIN
  LOCK TABLE directory_user IN SHARE ROW EXCLUSIVE MODE\x3b
  INSERT INTO people_count (directory_id, slot, people) SELECT directory_id, 0, count(*) FROM directory_user GROUP BY directory_id\x3b
  CREATE TRIGGER directory_user_count_come AFTER INSERT ON directory_user REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION directory_user_count_come()\x3b
  CREATE TRIGGER directory_user_count_gone AFTER DELETE ON directory_user REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION directory_user_count_gone()\x3b
END
';
