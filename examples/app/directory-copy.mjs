import { DatabaseSync } from "node:sqlite";

/**
 * The application's own copy of one directory. What an event says and how far the feed has been read are written in one
 * transaction, so that a process that is killed in between neither misses an event nor takes half of one.
 */
export function openCopy(file) {
  const db = new DatabaseSync(file);
  db.exec(`
    pragma journal_mode = wal;
    create table if not exists person (id text primary key, data text not null);
    create table if not exists team (id text primary key, data text not null);
    create table if not exists team_member (team_id text, person_id text, primary key (team_id, person_id));
    create table if not exists feed (only_one integer primary key check (only_one = 1), after text);
  `);
  const putPerson = db.prepare("insert into person values (?, ?) on conflict (id) do update set data = excluded.data");
  const putTeam = db.prepare("insert into team values (?, ?) on conflict (id) do update set data = excluded.data");
  const seeTeam = db.prepare("update team set data = ? where id = ?");
  const join = db.prepare("insert into team_member values (?, ?) on conflict do nothing");
  const leave = db.prepare("delete from team_member where team_id = ? and person_id = ?");
  const dropPerson = db.prepare("delete from person where id = ?");
  const dropTeam = db.prepare("delete from team where id = ?");
  const leaveAll = db.prepare("delete from team_member where person_id = ?");
  const emptyTeam = db.prepare("delete from team_member where team_id = ?");
  const setAfter = db.prepare(
    "insert into feed values (1, ?) on conflict (only_one) do update set after = excluded.after",
  );

  function together(work) {
    db.exec("begin immediate");
    try {
      work();
      db.exec("commit");
    } catch (error) {
      db.exec("rollback");
      throw error;
    }
  }

  /** Groups are kept as memberships, and what an event adds to say what there was before is not kept. */
  function person({ groups: _, previousAttributes: __, ...data }) {
    putPerson.run(data.id, JSON.stringify(data));
  }

  function apply({ event, data }) {
    switch (event) {
      case "dsync.user.created":
      case "dsync.user.updated":
        return person(data);
      case "dsync.user.deleted":
        leaveAll.run(data.id);
        return dropPerson.run(data.id);
      case "dsync.group.created":
      case "dsync.group.updated": {
        const { previousAttributes: _, ...team } = data;
        return putTeam.run(team.id, JSON.stringify(team));
      }
      case "dsync.group.deleted":
        emptyTeam.run(data.id);
        return dropTeam.run(data.id);
      case "dsync.group.user_added":
        seeTeam.run(JSON.stringify(data.group), data.group.id);
        return join.run(data.group.id, data.user.id);
      case "dsync.group.user_removed":
        seeTeam.run(JSON.stringify(data.group), data.group.id);
        return leave.run(data.group.id, data.user.id);
      case "dsync.deleted":
        return db.exec("delete from person; delete from team; delete from team_member");
    }
  }

  return {
    /** Where to go on reading the feed; null before anything was read. */
    after: () => db.prepare("select after from feed").get()?.after ?? null,
    /** One page of the feed, in its order. */
    take(events) {
      const last = events.at(-1);
      if (last === undefined) return;
      together(() => {
        for (const event of events) apply(event);
        setAfter.run(last.id);
      });
    },
    /** A whole directory at once, for an application that comes later than the feed reaches back. */
    fill({ users, groups }) {
      together(() => {
        db.exec("delete from person; delete from team; delete from team_member");
        for (const group of groups) putTeam.run(group.id, JSON.stringify(group));
        for (const user of users) {
          person(user);
          for (const group of user.groups) join.run(group.id, user.id);
        }
      });
    },
    /** Everything there is, in an order that can be compared. */
    read: () => ({
      users: db
        .prepare("select data from person order by id")
        .all()
        .map(({ data }) => JSON.parse(data)),
      groups: db
        .prepare("select data from team order by id")
        .all()
        .map(({ data }) => JSON.parse(data)),
      memberships: db
        .prepare("select team_id, person_id from team_member order by 1, 2")
        .all()
        .map(({ team_id, person_id }) => `${team_id} ${person_id}`),
    }),
    close: () => db.close(),
  };
}
